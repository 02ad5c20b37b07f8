// The one HTTP server: finds the service, lets faults strike before and after its answer, and keeps the journal.
import http from "node:http";
import { once } from "node:events";
import { write } from "./answers.mjs";
import { brokenBefore, writeBroken } from "./broken.mjs";
import { readMultipart } from "./multipart.mjs";
import { placeOf } from "./places.mjs";
import { requestActions } from "../core/faults.mjs";

const largestBody = 16 * 1024 * 1024;

export class Server {
  /// `services`: openapi, oauth, bot-api and media take a request and give {status, headers, body | text | bytes};
  /// `own` does the same for what is the simulator's.
  constructor({ services, own, faults, journal, clock, revoke, log }) {
    Object.assign(this, { services, own, faults, journal, clock, revoke, log });
    this.server = http.createServer((incoming, outgoing) => {
      this.#handle(incoming, outgoing).catch((error) => {
        const theirs = error instanceof URIError || error.code === "ERR_INVALID_URL";
        if (!theirs) this.log(error.stack);
        if (!outgoing.headersSent) outgoing.writeHead(theirs ? 400 : 500, { "Content-Type": "text/plain" });
        outgoing.end(String(error.message));
      });
    });
    this.server.keepAliveTimeout = 65_000;
  }

  async listen(port, address) {
    this.server.listen(port, address);
    await once(this.server, "listening");
    return this.server.address().port;
  }

  async close() {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close").catch(() => {});
  }

  async #handle(incoming, outgoing) {
    const request = await this.#read(incoming, outgoing);
    if (!request) return;
    if (request.service === null) return write(outgoing, await this.own(request, outgoing));
    const place = { service: request.service, host: request.host, path: pathToMatch(request), method: request.method };
    const faults = this.faults.strike(place, requestActions);
    const began = this.clock.now();
    let answer = await brokenBefore(request, faults, { clock: this.clock, revoke: this.revoke });
    answer ??= await this.services[request.service](request);
    this.#record(request, place, faults, answer, began);
    if (answer.lost) return this.#lose(answer.lost, outgoing);
    await writeBroken(outgoing, answer, faults, this.clock);
  }

  /// Cut: the connection ends now. Hang: it stays open without an answer until the client gives up.
  #lose(how, outgoing) {
    if (how === "cut") outgoing.socket?.destroy();
  }

  async #read(incoming, outgoing) {
    const chunks = [];
    let size = 0;
    try {
      for await (const chunk of incoming) {
        size += chunk.length;
        if (size <= largestBody) chunks.push(chunk);
      }
    } catch {
      return null; // the client went away
    }
    if (size > largestBody) {
      outgoing.writeHead(413).end();
      return null;
    }
    const url = new URL(incoming.url, "http://simulator");
    const aborted = new AbortController();
    outgoing.on("close", () => aborted.abort());
    return {
      ...placeOf(incoming.headers.host, url.pathname),
      host: incoming.headers.host ?? "",
      method: incoming.method,
      query: url.searchParams,
      headers: incoming.headers,
      bytes: Buffer.concat(chunks),
      get body() {
        return this.bytes.toString("utf8");
      },
      get parts() {
        return readMultipart(this.headers["content-type"], this.bytes);
      },
      signal: aborted.signal,
    };
  }

  #record(request, place, faults, answer, time) {
    if (request.service === "media") return;
    this.journal.add({
      time,
      service: request.service,
      method: request.method,
      path: place.path,
      query: Object.fromEntries(request.query),
      body: readable(request),
      status: answer.status ?? null,
      answer: answer.body ?? null,
      ...(answer.message_id && { message_id: answer.message_id }),
      ...(faults.length > 0 && { faults: faults.map((fault) => fault.action) }),
    });
  }
}

/// Of bots, the token in the path is left out: "/sendMessage".
function pathToMatch({ service, path }) {
  return service === "bot-api" ? path.replace(/^\/bot[^/]*/, "") : path;
}

function readable(request) {
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("multipart/")) {
    return request.parts?.map(({ name, filename, bytes }) => ({ name, filename, size: bytes.length })) ?? null;
  }
  if (type.startsWith("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(request.body));
  try {
    return JSON.parse(request.body);
  } catch {
    return request.body;
  }
}
