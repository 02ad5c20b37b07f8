// A visitor who sends a list of messages over a connection that keeps breaking, and remembers what was acknowledged.
import { ChatClient } from "../e2e/lib/chat.mjs";

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Visitor {
  /// `messages`: [{id, text}]; `window`: how many may be under way at once; `random`: a function giving [0, 1).
  constructor(server, messages, { window, random, accepted }) {
    Object.assign(this, { server, messages, window, random, accepted });
    this.token = null;
    this.acknowledged = new Map();
    this.conflicts = [];
    this.reconnects = -1;
  }

  async run() {
    while (this.acknowledged.size < this.messages.length) {
      const client = await ChatClient.open(this.server).catch(() => null);
      if (client) {
        this.reconnects += 1;
        await this.speak(client).catch(() => {}); // broken connection: come back and send what is open again
        client.socket.terminate();
      }
      await pause(20 + this.random() * 80);
    }
  }

  async speak(client) {
    const { visitor } = await client.hello(this.token);
    this.token ??= visitor;
    const open = this.messages.filter(({ id }) => !this.acknowledged.has(id));
    const underWay = new Map();
    while (open.length > 0 || underWay.size > 0) {
      while (open.length > 0 && underWay.size < this.window) {
        const message = open.shift();
        underWay.set(message.id, message);
        client.send({ type: "message", ...message });
      }
      const frame = await client.next(
        ({ type, id }) => (type === "accepted" || type === "error") && underWay.has(id),
        "accepted or error",
        60_000,
      );
      const message = underWay.get(frame.id);
      underWay.delete(frame.id);
      if (frame.type === "accepted") {
        this.acknowledge(frame);
      } else if (frame.retry_after) {
        await pause(frame.retry_after * 1000);
        open.unshift(message);
      } else {
        throw new Error(`refused for good: ${JSON.stringify(frame)}`);
      }
    }
  }

  acknowledge({ id, sequence }) {
    const before = this.acknowledged.get(id);
    if (before !== undefined && before !== sequence) this.conflicts.push({ id, before, sequence });
    this.acknowledged.set(id, sequence);
    this.accepted();
  }
}
