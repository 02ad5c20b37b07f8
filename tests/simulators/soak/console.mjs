// An expert or administrator at the console, by its HTTP API; patient when the server is away.
import { eventually } from "../../e2e/lib/server.mjs";

const patience = 60_000;

export class Console {
  constructor(server, name, password) {
    Object.assign(this, { server, name, password });
  }

  /// With the one-time password of the account, which is replaced by another.
  static async open(server, name, oneTime) {
    const self = new Console(server, name, `mật khẩu dài của ${name}`);
    await self.#logIn(oneTime);
    await self.must("POST", "/session/password", { current: oneTime, new: self.password });
    await self.#logIn(self.password);
    return self;
  }

  async #logIn(password) {
    const response = await this.#fetch("POST", "/session", { name: this.name, password });
    if (response.status !== 200) throw new Error(`${this.name} can't log in: ${response.status}`);
    this.cookie = response.headers.get("set-cookie").split(";")[0];
    this.csrf = (await response.json()).csrf_token;
  }

  /// {status, body}. Where no answer comes the call is repeated, as the console itself does with the same request.
  async call(method, path, body) {
    const once = async () => {
      const response = await this.#fetch(method, path, body);
      const text = await response.text();
      return { status: response.status, body: text === "" ? null : JSON.parse(text) };
    };
    return eventually(() => once().catch(() => null), `${method} ${path} is answered`, patience);
  }

  async must(method, path, body) {
    const answer = await this.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  #fetch(method, path, body) {
    return fetch(`${this.server.origin}/api/v1${path}`, {
      method,
      headers: {
        "X-CSRF-Token": this.csrf ?? "",
        ...(this.cookie && { Cookie: this.cookie }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  /// Answers a ticket as it is now.
  async answer(number, text) {
    for (;;) {
      const { ticket } = await this.must("GET", `/tickets/${number}`);
      const request_id = `soak-answer-${number}`;
      const { status, body } = await this.call("POST", `/tickets/${number}/answer`, {
        text, request_id, version: ticket.version,
      });
      if (status === 200) return;
      if (status !== 409) throw new Error(`ticket ${number}: ${status} ${JSON.stringify(body)}`);
    }
  }

  /// All tickets that wait for an answer.
  async openTickets() {
    const all = [];
    for (let before = ""; ;) {
      const { tickets, next } = await this.must("GET", `/tickets?state=open&limit=200${before}`);
      all.push(...tickets);
      if (!next) return all;
      before = `&before=${next}`;
    }
  }

  /// Gives the OA's consent as an administrator's browser does, and follows Zalo back. False when it did not work.
  async consent() {
    const { url } = await this.must("POST", "/channels/zalo_oa/consent", {});
    const back = await fetch(`${url}&auto=1`, { redirect: "manual" });
    const { pathname, search } = new URL(back.headers.get("location"));
    const granted = await fetch(`${this.server.origin}${pathname}${search}`);
    return granted.status === 200;
  }
}
