// Zalo's simulator joined to a server: its people write, and what they see is looked at.
import { createHash, randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Simulator } from "../../simulators/zalo/simulator.mjs";
import { eventually } from "./server.mjs";

export class Zalo {
  /// Starts a simulator and names it in the server's configuration, before the server starts.
  static async join(server) {
    const zalo = new Zalo();
    zalo.server = server;
    zalo.simulator = await Simulator.start({ webhook: `${server.origin}/webhooks/zalo/oa`, grant: false });
    zalo.keys = zalo.simulator.keys();
    const secret = async (name, content) => {
      const file = join(server.folder, name);
      await writeFile(file, `${content}\n`, { mode: 0o600 });
      return JSON.stringify(file);
    };
    const config = await readFile(server.config, "utf8");
    await writeFile(
      server.config,
      `${config.replace("[server]\n", `[server]\npublic_url = "${server.origin}"\n`)}
[zalo_oa]
app_id = "${zalo.keys.app_id}"
oa_id = "${zalo.keys.oa_id}"
app_secret_file = ${await secret("app_secret", zalo.keys.app_secret)}
webhook_secret_file = ${await secret("oa_secret", zalo.keys.oa_secret)}
api_url = "${zalo.keys.openapi_url}"
oauth_url = "${zalo.keys.oauth_url}"
`,
    );
    return zalo;
  }

  /// What the administrator's browser brings back when they agree: {code, verifier}.
  async agree() {
    const verifier = randomBytes(32).toString("base64url");
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    return { ...(await this.follow(this.consentAddress(challenge))), verifier };
  }

  consentAddress(challenge) {
    const asked = new URLSearchParams({
      app_id: this.keys.app_id,
      redirect_uri: `${this.server.origin}/zalo/oa/callback`,
      code_challenge: challenge,
    });
    return `${this.keys.oauth_url}/v4/oa/permission?${asked}`;
  }

  /// Presses "Đồng ý" on the page at this address: {code, oa_id}.
  async follow(address) {
    const answer = await fetch(`${address}&auto=1`, { redirect: "manual" });
    const back = new URL(answer.headers.get("location"));
    return { code: back.searchParams.get("code"), oa_id: back.searchParams.get("oa_id") };
  }

  /// Grants access by the command line.
  async grant() {
    const { code, oa_id, verifier } = await this.agree();
    return this.server.mustRun("zalo", "consent", "--code", code, "--oa-id", oa_id, `--verifier=${verifier}`);
  }

  async control(method, path, body) {
    const answer = await fetch(`${this.simulator.origin}/sim${path}`, { method, body: body && JSON.stringify(body) });
    const value = await answer.json();
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${value.error}`);
    return value;
  }

  addUser(name) {
    return this.control("POST", "/users", { name, follows: true });
  }

  say(user, text) {
    return this.control("POST", `/users/${user.id}/say`, { to: "oa", text, wait: true });
  }

  /// The first message in the user's chat with the account that matches.
  sees(user, pattern) {
    return eventually(async () => {
      const { messages } = await this.control("GET", `/chats/${encodeURIComponent(`user:${user.id}`)}`);
      return messages.map(({ shown_text, text }) => shown_text ?? text ?? "").find((text) => pattern.test(text));
    }, `a message like ${pattern}`);
  }

  stop() {
    return this.simulator.stop();
  }
}
