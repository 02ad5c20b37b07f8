// Growing pauses between attempts, with jitter so that a restarted server is not met by everybody at once.

export class Backoff {
  private attempts = 0

  constructor(
    private readonly first: number,
    private readonly longest: number,
    private readonly random: () => number = Math.random,
  ) {}

  /** Milliseconds to wait before the next attempt: between half and all of a doubling bound. */
  next(): number {
    const bound = Math.min(this.longest, this.first * 2 ** this.attempts)
    this.attempts = Math.min(this.attempts + 1, 30)
    return bound / 2 + (this.random() * bound) / 2
  }

  reset(): void {
    this.attempts = 0
  }
}
