// One time for both sides: the simulator's clock, and the wall clock that libfaketime shows the server. Timers on the
// server's monotonic clock run in real time.
import { execFile } from "node:child_process";
import { readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const libraries = "/usr/lib";
const tolerated = 5_000; // an HTTP date has whole seconds

export class SimulatedTime {
  #zalo;
  #file;
  #ahead = 0;

  /// `file` is where the server's library reads how far the clocks are ahead of the machine's.
  static async start(zalo, file, at) {
    const time = new SimulatedTime();
    time.#zalo = zalo;
    time.#file = file;
    await time.#follow(await zalo.call("POST", "/clock", { set: at }));
    return time;
  }

  /// Milliseconds since the epoch.
  now() {
    return Date.now() + this.#ahead;
  }

  /// The simulator goes from one of its own timers to the next and waits for what they start; then the server follows.
  async advance(milliseconds) {
    await this.#follow(await this.#zalo.call("POST", "/clock", { advance_ms: milliseconds }));
  }

  async #follow({ ahead_ms }) {
    await writeFile(`${this.#file}.new`, `${ahead_ms < 0 ? "-" : "+"}${(Math.abs(ahead_ms) / 1000).toFixed(3)}`);
    await rename(`${this.#file}.new`, this.#file); // whole or not at all: it is read at any moment
    this.#ahead = ahead_ms;
  }

  /// What the server's environment needs. A sanitizer's library must come first of all.
  async environment(binary) {
    const { stdout } = await promisify(execFile)("ldd", [binary]);
    const sanitizer = /libasan\.so\S* => (\S+)/.exec(stdout)?.[1];
    return {
      LD_PRELOAD: [sanitizer, await faketimeLibrary()].filter(Boolean).join(" "),
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      NO_FAKE_STAT: "1",
    };
  }

  /// Throws when the server lives in another time: then nothing that is shown here would be true.
  async mustHold(origin) {
    const date = (await fetch(`${origin}/healthz`)).headers.get("date");
    if (!(Math.abs(Date.parse(date) - this.now()) < tolerated)) {
      throw new Error(`the server says ${date}, and it should be ${new Date(this.now()).toUTCString()}`);
    }
  }
}

async function faketimeLibrary() {
  for (const folder of await readdir(libraries)) {
    const inside = await readdir(join(libraries, folder, "faketime")).catch(() => []);
    if (inside.includes("libfaketimeMT.so.1")) return join(libraries, folder, "faketime/libfaketimeMT.so.1");
  }
  throw new Error("libfaketime is missing: install Debian's package faketime");
}
