/** The clock of the simulated audience: it can run faster than the platforms' clock, and it can be stopped. */
export class Pace {
  #at = Date.now();
  #since = Date.now();
  #speed = 1;
  #paused = false;

  /** Milliseconds. While nothing was changed it equals the platforms' clock. */
  now(): number {
    return this.#at + (this.#paused ? 0 : (Date.now() - this.#since) * this.#speed);
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** How many times as fast as the platforms' clock. */
  get speed(): number {
    return this.#speed;
  }

  set(change: { readonly paused?: boolean; readonly speed?: number }): void {
    this.#at = this.now();
    this.#since = Date.now();
    this.#paused = change.paused ?? this.#paused;
    this.#speed = change.speed ?? this.#speed;
  }
}
