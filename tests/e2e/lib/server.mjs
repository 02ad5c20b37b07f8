// The real server in a folder of its own: prepared by the command line, started, killed and started again.
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
export const binary = process.env.REFORMDESK_BINARY ?? join(root, "build/dev/server/reformdesk");
export const articles = join(root, "kb_index/data/articles.jsonl");
export const documents = join(root, "kb_index/data/documents.jsonl");
const startWithin = 60_000; // with sanitizers, on a busy machine

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/// Where the imported knowledge base lies, by all that it is made of.
async function templateFolder() {
  const hash = createHash("sha256");
  for (const file of [binary, documents, articles]) hash.update(await readFile(file));
  const parent = join(root, "build/test-logs/knowledge");
  await mkdir(parent, { recursive: true });
  return join(parent, hash.digest("hex").slice(0, 16));
}

function toToml(settings) {
  return Object.entries(settings)
    .map(([section, keys]) => {
      const lines = Object.entries(keys).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
      return `[${section}]\n${lines.join("\n")}\n`;
    })
    .join("\n");
}

/// Waits until `condition` gives something truthy; for what another process does and cannot announce.
export async function eventually(condition, what, within = 20_000) {
  const end = Date.now() + within;
  for (;;) {
    const result = await condition();
    if (result) return result;
    if (Date.now() > end) throw new Error(`not within ${within} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export class TestServer {
  /// `settings` by section, over the defaults; `knowledge: false` leaves the knowledge base empty.
  static async prepare(settings = {}, { knowledge = true } = {}) {
    const server = new TestServer();
    server.folder = await mkdtemp(join(tmpdir(), "reformdesk-e2e-"));
    server.data = join(server.folder, "data");
    server.config = join(server.folder, "reformdesk.toml");
    server.logFile = join(server.folder, "server.log");
    server.port = await freePort();
    server.origin = `http://127.0.0.1:${server.port}`;
    await writeFile(
      server.config,
      toToml({
        web: { folder: join(root, "server/web/dist") },
        ...settings,
        server: { port: server.port, stop_seconds: 5, ...settings.server },
      }),
    );
    if (knowledge) await server.importKnowledge();
    return server;
  }

  /// The bundled knowledge base, which takes a while with sanitizers: imported once for a build, then copied.
  async importKnowledge() {
    const template = await templateFolder();
    if (!existsSync(template)) {
      await this.mustRun("kb", "import", documents, articles);
      const made = await mkdtemp(`${template}-`);
      await cp(this.data, made, { recursive: true });
      await rename(made, template).catch(() => rm(made, { recursive: true })); // another was first
      return;
    }
    await cp(template, this.data, { recursive: true });
  }

  static async start(settings, options) {
    const server = await TestServer.prepare(settings, options);
    try {
      await server.start();
    } catch (error) {
      await server.dispose();
      throw error;
    }
    return server;
  }

  /// Runs a command of the program to its end: {code, stdout, stderr}.
  run(...command) {
    return new Promise((resolve) => {
      const options = { maxBuffer: 64 << 20, timeout: 300_000 };
      const whole = [...command, "--config", this.config, "--data", this.data];
      execFile(binary, whole, options, (error, stdout, stderr) => {
        resolve({ code: error ? error.code ?? error.signal : 0, stdout, stderr });
      });
    });
  }

  async mustRun(...command) {
    const result = await this.run(...command);
    if (result.code !== 0) {
      throw new Error(`${command.join(" ")}: exit ${result.code}\n${result.stdout}\n${result.stderr}`);
    }
    return result.stdout;
  }

  /// Adds an account and returns its one-time password.
  async addUser(name, role, displayName) {
    const printed = await this.mustRun("user", "add", name, "--role", role, "--display-name", displayName);
    const password = /Mật khẩu dùng một lần: (\S+)/.exec(printed)?.[1];
    if (!password) throw new Error(`no one-time password in: ${printed}`);
    return password;
  }

  async start() {
    this.process = spawn(binary, ["serve", "--config", this.config, "--data", this.data], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...this.environment },
    });
    const log = createWriteStream(this.logFile, { flags: "a" });
    this.process.stdout.pipe(log, { end: false });
    this.process.stderr.pipe(log, { end: false });
    this.exited = once(this.process, "exit").then(
      ([code, signal]) => ({ code, signal }),
      (error) => ({ code: -1, signal: String(error) }), // there is no such program
    );
    let gone = null;
    this.exited.then((how) => (gone = how));
    await eventually(
      async () => {
        if (gone) throw new Error(`the server ended: ${JSON.stringify(gone)}\n${await this.log()}`);
        return this.ready();
      },
      "the server is ready",
      startWithin,
    );
  }

  async ready() {
    try {
      return (await fetch(`${this.origin}/readyz`)).status === 200;
    } catch {
      return false;
    }
  }

  /// Ends the server by this signal and tells how it ended.
  async end(signal = "SIGTERM") {
    if (this.process?.exitCode === null && this.process.signalCode === null) this.process.kill(signal);
    return this.exited;
  }

  async restart(signal = "SIGTERM") {
    const how = await this.end(signal);
    await this.start();
    return how;
  }

  async log() {
    return readFile(this.logFile, "utf8").catch(() => "");
  }

  async dispose() {
    if (this.process) await this.end("SIGKILL");
    await rm(this.folder, { recursive: true, force: true });
  }

  /// Stops gracefully; throws when the server did not end well or a sanitizer had something to say.
  async finish() {
    const how = await this.end("SIGTERM");
    const log = await this.log();
    await this.dispose();
    if (how.code !== 0 || /runtime error:|AddressSanitizer|LeakSanitizer/.test(log)) {
      throw new Error(`the server ended with ${JSON.stringify(how)}\n${log.slice(-6000)}`);
    }
  }
}
