// Lets through so many at once; the others wait their turn.

export class Gate {
  #free;
  #waiting = [];

  constructor(most) {
    this.#free = most;
  }

  /// Runs `work` when there is room, and gives what it gives.
  async pass(work) {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
