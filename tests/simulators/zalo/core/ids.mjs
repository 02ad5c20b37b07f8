// Ids and tokens in Zalo's forms, from a seed: the same seed and the same calls give the same ids.
import { createHash } from "node:crypto";

export class Ids {
  /// `state` is {seed, drawn} and is changed, so that a restart goes on where it stopped.
  constructor(state) {
    this.state = state;
  }

  #bytes() {
    return createHash("sha256").update(`${this.state.seed}:${this.state.drawn++}`).digest();
  }

  /// 20 hexadecimal characters: messages, groups, people on the Bot Platform.
  hex() {
    return this.#bytes().toString("hex", 0, 10);
  }

  /// 19 digits, beyond 2^53: people, OAs, apps.
  digits() {
    const number = this.#bytes().readBigUInt64BE() % 8_000_000_000_000_000_000n;
    return String(number + 1_000_000_000_000_000_000n);
  }

  /// URL-safe, `length` characters of at most 64.
  token(length = 50) {
    return Buffer.concat([this.#bytes(), this.#bytes()]).toString("base64url").slice(0, length);
  }

  /// In [0, 1).
  fraction() {
    return this.#bytes().readUInt32BE() / 2 ** 32;
  }
}
