// Chance that repeats with its seed.

/// mulberry32: small, and the same on every machine.
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /// In [0, 1).
  fraction() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  happens(probability) {
    return this.fraction() < probability;
  }

  /// A whole number from 0 to `count` - 1.
  below(count) {
    return Math.floor(this.fraction() * count);
  }

  between(least, most) {
    return least + this.fraction() * (most - least);
  }

  /// As many between 1 and 10 as between 10 and 100.
  logarithmic(least, most) {
    return Math.exp(this.between(Math.log(least), Math.log(most)));
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  shuffled(list) {
    const all = [...list];
    for (let at = all.length - 1; at > 0; at -= 1) {
      const other = this.below(at + 1);
      [all[at], all[other]] = [all[other], all[at]];
    }
    return all;
  }
}
