// What the tests share: a simulator with a client of its APIs, and a receiver of webhooks.
import { once } from "node:events";
import http from "node:http";
import { Simulator } from "../simulator.mjs";

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/// A simulator that stops after the test.
export async function simulator(t, options = {}) {
  const started = await Simulator.start({ seed: "test", ...options });
  t.after(() => started.stop());
  return new Client(started);
}

export class Client {
  constructor(started) {
    this.started = started;
    this.origin = started.origin;
    this.keys = started.keys();
  }

  /// The control API; throws when it refuses.
  async sim(method, path, body) {
    const response = await fetch(`${this.origin}/sim${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.status !== 200) throw new Error(`${method} ${path}: ${response.status} ${answer.error}`);
    return answer;
  }

  advance(milliseconds) {
    return this.sim("POST", "/clock", { advance_ms: milliseconds });
  }

  /// A fresh access token, after a jump over the old one's end.
  async renew() {
    this.keys.access_token = (await this.sim("POST", "/tokens")).access_token;
  }

  switch(values) {
    return this.sim("PUT", "/switches", values);
  }

  async fault(fault) {
    return (await this.sim("POST", "/faults", fault)).ids[0];
  }

  user(details = { follows: true }) {
    return this.sim("POST", "/users", details);
  }

  say(user, text, more = {}) {
    return this.sim("POST", `/users/${user.id}/say`, { text, wait: true, ...more });
  }

  async transcript(key) {
    return (await this.sim("GET", `/chats/${encodeURIComponent(key)}`)).messages;
  }

  /// The OpenAPI: {status, headers, body}.
  async call(method, path, { json, query, form, token = this.keys.access_token, headers = {} } = {}) {
    const url = new URL(`${this.origin}/openapi${path}`);
    for (const [name, value] of Object.entries(query ?? {})) {
      url.searchParams.set(name, typeof value === "object" ? JSON.stringify(value) : value);
    }
    const response = await fetch(url, {
      method,
      headers: { access_token: token, ...(json !== undefined && { "Content-Type": "application/json" }), ...headers },
      body: form ?? (json === undefined ? undefined : typeof json === "string" ? json : JSON.stringify(json)),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  async get(path, query, more) {
    return (await this.call("GET", path, { query, ...more })).body;
  }

  async post(path, json, more) {
    return (await this.call("POST", path, { json, ...more })).body;
  }

  consult(user, message, more) {
    const content = typeof message === "string" ? { text: message } : message;
    return this.post("/v3.0/oa/message/cs", { recipient: { user_id: user.id }, message: content }, more);
  }

  groupMessage(group, message) {
    const content = typeof message === "string" ? { text: message } : message;
    return this.post("/v3.0/oa/group/message", { recipient: { group_id: group.id }, message: content });
  }

  /// A method of the Bot Platform.
  async bot(method, parameters = {}, { token = this.keys.bots[0].token } = {}) {
    const response = await fetch(`${this.origin}/bot-api/bot${token}/${method}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(parameters),
    });
    return { status: response.status, body: await response.json() };
  }

  async oauthToken(fields, secret = this.keys.app_secret, signal = undefined) {
    const response = await fetch(`${this.origin}/oauth/v4/oa/access_token`, {
      method: "POST",
      headers: { secret_key: secret },
      body: new URLSearchParams({ app_id: this.keys.app_id, ...fields }),
      signal,
    });
    return { status: response.status, body: await response.json() };
  }
}

/// Keeps what arrives as {headers, raw, json}; answers `status` at once, or what `answer(request, response)` does.
export class Receiver {
  static async start(t) {
    const receiver = new Receiver();
    receiver.requests = [];
    receiver.status = 200;
    receiver.server = http.createServer(async (request, response) => {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const raw = Buffer.concat(chunks);
      receiver.requests.push({ headers: request.headers, raw, json: parsed(raw) });
      if (receiver.answer) receiver.answer(request, response);
      else response.writeHead(receiver.status).end();
    });
    receiver.server.listen(0, "127.0.0.1");
    await once(receiver.server, "listening");
    receiver.url = `http://127.0.0.1:${receiver.server.address().port}/hook`;
    t.after(() => {
      receiver.server.closeAllConnections();
      receiver.server.close();
    });
    return receiver;
  }

  /// The events of this name, or all.
  events(name) {
    return this.requests.map(({ json }) => json).filter((event) => event && (!name || event.event_name === name));
  }

  clear() {
    this.requests.length = 0;
  }
}

function parsed(raw) {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}

/// A simulator that sends to a receiver, with nothing but what people do (no echoes, no receipts).
export async function pair(t, options = {}) {
  const receiver = await Receiver.start(t);
  const client = await simulator(t, { webhook: receiver.url, ...options });
  await client.switch({ echo_api_sends: false, echo_group_sends: false, receipts: "none" });
  return { client, receiver };
}
