// One time for both sides: the simulator's clock, and the wall clock that the server sees. Timers on the server's
// monotonic clock run in real time.
//
// libfaketime can't be used for it: it moves also what is set on the monotonic clock when a timer is due at once, as
// Asio does it (timerfd_settime with an absolute time of one nanosecond), and such a timer never rings.
import { execFile } from "node:child_process";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const source = fileURLToPath(new URL("wall_clock.cpp", import.meta.url));
const tolerated = 5_000; // an HTTP date has whole seconds

export class SimulatedTime {
  #zalo;
  #ahead = 0;

  static async start(zalo, folder, at) {
    const time = new SimulatedTime();
    time.#zalo = zalo;
    time.library = join(folder, "wall_clock.so");
    time.path = join(folder, "clock");
    time.file = await open(time.path, "w+");
    await run("c++", ["-std=c++20", "-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o", time.library, source]);
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
    const nanoseconds = Buffer.alloc(8);
    nanoseconds.writeBigInt64LE(BigInt(Math.round(ahead_ms)) * 1_000_000n);
    await this.file.write(nanoseconds, 0, 8, 0);
    this.#ahead = ahead_ms;
  }

  /// What the server's environment needs. A sanitizer's library must come first of all.
  async environment(binary) {
    const sanitizer = /libasan\.so\S* => (\S+)/.exec((await run("ldd", [binary])).stdout)?.[1];
    return { LD_PRELOAD: [sanitizer, this.library].filter(Boolean).join(" "), SOAK_CLOCK: this.path };
  }

  /// Throws when the server lives in another time: then nothing that is shown here would be true.
  async mustHold(origin) {
    const date = (await fetch(`${origin}/healthz`)).headers.get("date");
    if (!(Math.abs(Date.parse(date) - this.now()) < tolerated)) {
      throw new Error(`the server says ${date}, and it should be ${new Date(this.now()).toUTCString()}`);
    }
  }
}
