// The simulated clock: real time flows on it, and tests jump it forward. Every deadline, window, lifetime and retry of
// the simulator is a timer here, so that a day of Zalo passes in a moment.

const longestRealTimer = 2 ** 31 - 1; // what setTimeout takes

/// A heap of timers, earliest first; equal times keep the order in which they were set.
class Timers {
  #heap = [];
  #order = 0;

  get first() {
    return this.#heap[0];
  }

  add(timer) {
    timer.order = this.#order++;
    let at = this.#heap.push(timer) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (before(this.#heap[parent], timer)) break;
      this.#heap[at] = this.#heap[parent];
      at = parent;
    }
    this.#heap[at] = timer;
  }

  takeFirst() {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (this.#heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#heap.length) break;
      if (child + 1 < this.#heap.length && before(this.#heap[child + 1], this.#heap[child])) child += 1;
      if (before(last, this.#heap[child])) break;
      this.#heap[at] = this.#heap[child];
      at = child;
    }
    this.#heap[at] = last;
    return first;
  }
}

const before = (a, b) => a.at < b.at || (a.at === b.at && a.order < b.order);

export class Clock {
  #timers = new Timers();
  #working = new Set();
  #armed = null;
  #jumps = Promise.resolve();
  #stopped = false;

  /// `state.offset` is what the clock is ahead of the machine's, in milliseconds; kept there to survive a restart.
  constructor(state) {
    this.state = state;
  }

  /// Milliseconds since the epoch.
  now() {
    return Date.now() + this.state.offset;
  }

  /// Runs `what` after that long; a promise that it gives counts as work. Gives a function that cancels.
  after(milliseconds, what) {
    return this.at(this.now() + Math.max(0, milliseconds), what);
  }

  /// The same at a time.
  at(time, what) {
    const timer = { at: time, what };
    this.#timers.add(timer);
    this.#arm();
    return () => (timer.what = null);
  }

  sleep(milliseconds) {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /// Work that a jump waits for before it goes on, such as a webhook that is being answered.
  track(work) {
    const done = work.catch(() => {}).then(() => this.#working.delete(done));
    this.#working.add(done);
    return work;
  }

  /// Resolves when no tracked work is left.
  async idle() {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }

  /// Jumps ahead, from one due timer to the next. With `wait`, what a timer starts is finished before the next jump.
  advance(milliseconds, { wait = true } = {}) {
    this.#jumps = this.#jumps.then(async () => {
      const target = this.now() + milliseconds;
      for (;;) {
        if (wait) await this.idle();
        const next = this.#timers.first;
        if (!next || next.at > target) break;
        this.#jumpTo(next.at);
        this.#runDue();
      }
      this.#jumpTo(target);
      this.#arm();
      if (wait) await this.idle();
    });
    return this.#jumps;
  }

  /// To an absolute time. Going back moves no timer: they stay due at the time that they were set for.
  async set(time, options) {
    const ahead = time - this.now();
    if (ahead >= 0) await this.advance(ahead, options);
    else this.state.offset += ahead;
    this.#arm();
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#armed);
  }

  #jumpTo(time) {
    this.state.offset += Math.max(0, time - this.now());
  }

  #runDue() {
    for (;;) {
      const next = this.#timers.first;
      if (!next || next.at > this.now()) break;
      this.#timers.takeFirst();
      const result = next.what?.();
      if (result instanceof Promise) this.track(result).catch(() => {});
    }
  }

  #arm() {
    clearTimeout(this.#armed);
    const next = this.#timers.first;
    if (!next || this.#stopped) return;
    const wait = Math.min(Math.max(0, next.at - this.now()), longestRealTimer);
    this.#armed = setTimeout(() => {
      this.#runDue();
      this.#arm();
    }, wait);
  }
}
