// The simulator as a program of its own, and its control API.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../zalo/main.mjs", import.meta.url));

export class Zalo {
  static async start(seed) {
    const zalo = new Zalo();
    zalo.process = spawn(process.execPath, [program, "--port", "0", "--seed", String(seed), "--no-grant"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(createInterface(zalo.process.stdout), "line");
    zalo.keys = JSON.parse(line);
    zalo.origin = `http://127.0.0.1:${zalo.keys.port}`;
    return zalo;
  }

  /// One call of the control API; throws when it is refused.
  async call(method, path, body) {
    const response = await fetch(`${this.origin}/sim${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.status !== 200) throw new Error(`${method} ${path}: ${response.status} ${answer.error}`);
    return answer;
  }

  /// Gives the id of the message.
  async say(user, what) {
    return (await this.call("POST", `/users/${user}/say`, what)).message_id;
  }

  async transcript(key) {
    return (await this.call("GET", `/chats/${encodeURIComponent(key)}`)).messages;
  }

  /// The OpenAPI's calls and what became of them, in their order.
  async requests() {
    return (await this.call("GET", "/requests?service=openapi")).requests;
  }

  async stop() {
    this.process.kill("SIGTERM");
    await once(this.process, "exit");
  }
}
