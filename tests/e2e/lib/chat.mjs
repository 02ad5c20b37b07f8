// A client of the web chat protocol (connectors/web_chat/README.md) over a WebSocket.
import { once } from "node:events";
import WebSocket from "ws";

export { WebSocket };

/// Opens a socket and keeps what arrives, so that nothing is missed between two waits.
export class ChatClient {
  static async open(server, { headers = {}, path = "/chat/v1" } = {}) {
    const client = new ChatClient();
    client.frames = [];
    client.waiting = [];
    client.socket = new WebSocket(server.origin.replace("http", "ws") + path, {
      headers: { Origin: server.origin, ...headers },
    });
    client.closed = new Promise((resolve) => {
      client.socket.once("close", (code, reason) => {
        client.closeCode = code;
        resolve({ code, reason: reason.toString() });
        client.wake();
      });
    });
    client.socket.on("error", () => {}); // "close" follows
    client.socket.on("message", (data) => {
      client.frames.push(JSON.parse(data.toString()));
      client.wake();
    });
    await Promise.race([
      once(client.socket, "open"),
      new Promise((_, reject) => client.socket.once("error", reject)),
    ]);
    return client;
  }

  wake() {
    for (const look of [...this.waiting]) look();
  }

  send(frame) {
    this.socket.send(typeof frame === "string" || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  /// The first frame, of those that came and those to come, that `wanted` takes; it is taken out.
  next(wanted, what = "a frame", within = 20_000) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => end(reject, new Error(`not within ${within} ms: ${what}`)), within);
      const end = (how, value) => {
        clearTimeout(timer);
        this.waiting = this.waiting.filter((each) => each !== look);
        how(value);
      };
      const look = () => {
        const found = this.frames.findIndex(wanted);
        if (found >= 0) end(resolve, this.frames.splice(found, 1)[0]);
        else if (this.closeCode !== undefined) {
          end(reject, new Error(`closed with ${this.closeCode} before ${what}`));
        }
      };
      this.waiting.push(look);
      look();
    });
  }

  async hello(visitor = null, after = 0) {
    this.send({ type: "hello", version: 1, visitor, after });
    return this.next((frame) => frame.type === "welcome", "welcome");
  }

  /// Sends a message and waits until it is on disk.
  async message(id, text, more = {}) {
    this.send({ type: "message", id, text, ...more });
    return this.next((frame) => frame.type === "accepted" && frame.id === id, `accepted ${id}`);
  }

  /// The next entry that `wanted` takes.
  async entry(wanted, what = "an entry") {
    for (;;) {
      const frame = await this.next((each) => each.type === "entries", what);
      const found = frame.entries.findIndex(wanted);
      if (found >= 0) {
        const rest = frame.entries.slice(found + 1);
        if (rest.length > 0) this.frames.unshift({ ...frame, entries: rest });
        return frame.entries[found];
      }
    }
  }

  async close() {
    this.socket.close();
    await this.closed;
  }
}

/// The whole conversation as the protocol tells it: hello with after 0.
export async function history(server, visitor) {
  const client = await ChatClient.open(server);
  const welcome = await client.hello(visitor, 0);
  const entries = [];
  while (entries.length < welcome.last) {
    const frame = await client.next((each) => each.type === "entries", "entries");
    entries.push(...frame.entries);
  }
  await client.close();
  return { entries, tickets: welcome.tickets, last: welcome.last };
}
