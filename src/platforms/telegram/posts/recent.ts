/** The latest of many numbers; the oldest are dropped. */
export class Recent {
  readonly #most: number;
  readonly #seen = new Set<number>();

  constructor(most: number) {
    this.#most = most;
  }

  has(number: number): boolean {
    return this.#seen.has(number);
  }

  /** @returns whether it is new. */
  add(number: number): boolean {
    if (this.#seen.has(number)) return false;
    this.#seen.add(number);
    const [oldest] = this.#seen;
    if (this.#seen.size > this.#most && oldest !== undefined) this.#seen.delete(oldest);
    return true;
  }
}
