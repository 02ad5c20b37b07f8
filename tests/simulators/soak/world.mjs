// The simulator and the server side by side, set up as an office sets them up: accounts, consent, webhook, people and
// groups in Zalo, experts who link their own accounts.
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Console } from "./console.mjs";
import { Database } from "./database.mjs";
import { experts } from "./plan.mjs";
import { SimulatedTime } from "./simulated_time.mjs";
import { Zalo } from "./zalo.mjs";
import { binary, eventually, TestServer } from "../../e2e/lib/server.mjs";

const begin = "2026-12-01T01:00:00Z"; // a Tuesday, 8:00 in Vietnam
const patience = 60_000;
const publicUrl = "https://hoidap.example.vn";

export class World {
  static async start(plan, seed) {
    const world = new World();
    world.folder = await mkdtemp(join(tmpdir(), "reformdesk-soak-"));
    try {
      world.zalo = await Zalo.start(seed);
      world.time = await SimulatedTime.start(world.zalo, world.folder, begin);
      world.server = await world.#prepareServer();
      await world.startServer();
      await world.#setUpDesk();
      await world.#setUpZalo(plan);
      await world.#linkExperts();
    } catch (error) {
      await world.dispose();
      throw error;
    }
    return world;
  }

  async #prepareServer() {
    const { app_id, oa_id, app_secret, oa_secret, openapi_url, oauth_url } = this.zalo.keys;
    const secret = async (name, text) => {
      await writeFile(join(this.folder, name), text, { mode: 0o600 });
      return join(this.folder, name);
    };
    const server = await TestServer.prepare({
      server: { public_url: publicUrl, trusted_proxies: ["127.0.0.1"] },
      web_chat: { messages_per_minute: 100_000 },
      access: { session_hours: 720 },
      zalo_oa: {
        app_id, oa_id, api_url: openapi_url, oauth_url,
        app_secret_file: await secret("app_secret", app_secret),
        webhook_secret_file: await secret("oa_secret", oa_secret),
      },
    });
    server.environment = await this.time.environment(binary);
    return server;
  }

  async startServer() {
    this.serverSince = this.time.now();
    await this.server.start();
    await this.time.mustHold(this.server.origin);
  }

  /// In the middle of whatever is under way, which it gives.
  async kill() {
    const { signal } = await this.server.end("SIGKILL");
    if (signal !== "SIGKILL") throw new Error(`the server had ended before: ${signal}`);
    const left = await this.work();
    await this.startServer();
    return left;
  }

  work() {
    return this.database.work(this.time.now(), this.serverSince);
  }

  async #setUpDesk() {
    const open = async (name, role, displayName) =>
      Console.open(this.server, name, await this.server.addUser(name, role, displayName));
    this.database = new Database(join(this.server.data, "reformdesk.sqlite"));
    this.administrator = await open("quantri", "administrator", "Quản trị viên");
    this.experts = [];
    for (const { name, displayName, inZalo } of experts) {
      this.experts.push({ inZalo, console: await open(name, "expert", displayName) });
    }
  }

  async #setUpZalo(plan) {
    await this.administrator.consent();
    const registered = await this.zalo.call("POST", "/webhook", { url: `${this.server.origin}/webhooks/zalo/oa` });
    if (!registered.saved) throw new Error(`Zalo does not take the webhook: ${JSON.stringify(registered)}`);
    await this.zalo.call("PUT", "/switches", { group_quotes: "accept" });
    const most = Math.max(...plan.questions.map(({ person }) => person));
    this.people = [];
    for (let at = 0; at <= most; at += 1) {
      this.people.push((await this.zalo.call("POST", "/users", { name: `Người hỏi ${at + 1}` })).id);
    }
    this.groups = [];
    for (const [at, { members }] of plan.groups.entries()) {
      const ids = members.map((person) => this.people[person]);
      this.groups.push((await this.zalo.call("POST", "/groups", { name: `Nhóm ${at + 1}`, members: ids })).id);
    }
  }

  async #linkExperts() {
    for (const expert of this.experts.filter(({ inZalo }) => inZalo)) {
      const { code } = await expert.console.must("POST", "/session/link-code", {});
      expert.person = (await this.zalo.call("POST", "/users", { name: expert.console.name })).id;
      await this.zalo.say(expert.person, { to: "oa", text: code });
      const linked = async () => (await expert.console.must("GET", "/session/links")).links.length === 1;
      await eventually(linked, `${expert.console.name} is linked`);
    }
  }

  /// Until nothing is under way and nothing is due: only then may time jump, as it never does in real life.
  async settle() {
    const end = Date.now() + patience;
    for (;;) {
      await this.zalo.call("POST", "/idle");
      const work = await this.work();
      if (work.events === 0 && work.underWay === 0 && work.due === 0) return work;
      const { exitCode, signalCode } = this.server.process;
      if (exitCode !== null || signalCode !== null) throw new Error(`the server ended: ${exitCode ?? signalCode}`);
      if (Date.now() > end) throw new Error(`the server does not do what is due: ${JSON.stringify(work)}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async advance(milliseconds) {
    await this.time.advance(milliseconds);
    await this.#writeOnWeb();
  }

  /// Somebody in the web chat: what they write wakes the outbox, which else looks for what is due every two seconds.
  async #writeOnWeb() {
    const call = async (path, body, token) => {
      const response = await fetch(`${this.server.origin}/chat/v1/${path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
        body: JSON.stringify(body),
      });
      return response.json();
    };
    this.visitor ??= (await call("visitors", {})).visitor;
    this.written = (this.written ?? 0) + 1;
    await call("messages", { id: `soak-web-${this.written}`, text: "xin chào" }, this.visitor);
  }

  /// For who looks for the reason why a run failed.
  async keepLog(file) {
    await cp(this.server.logFile, file);
  }

  async dispose() {
    await this.server?.dispose();
    await this.zalo?.stop();
    await this.time?.file.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
