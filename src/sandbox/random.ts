import { createHash } from 'node:crypto';

/**
 * Numbers that look random and depend on the seed alone (sfc32). Give each subject its own seed, so that what happens to one
 * does not change the numbers of another.
 */
export class Chance {
  readonly #state: Uint32Array;

  constructor(...seed: readonly (string | number)[]) {
    const digest = createHash('sha256').update(JSON.stringify(seed)).digest();
    this.#state = Uint32Array.from({ length: 4 }, (_, index) => digest.readUInt32LE(index * 4));
  }

  /** At least 0, below 1. */
  fraction(): number {
    const [a = 0, b = 0, c = 0, counter = 0] = this.#state;
    const sum = (a + b + counter) >>> 0;
    this.#state[0] = b ^ (b >>> 9);
    this.#state[1] = c + (c << 3);
    this.#state[2] = ((c << 21) | (c >>> 11)) + sum;
    this.#state[3] = counter + 1;
    return sum / 2 ** 32;
  }

  /** True in `share` of all cases, 0 to 1. */
  happens(share: number): boolean {
    return this.fraction() < share;
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.fraction();
  }

  /** A whole number from 0, below `count`. */
  below(count: number): number {
    return Math.floor(this.fraction() * count);
  }

  /** Normal distribution, mean 0 and deviation 1 (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.fraction())) * Math.cos(2 * Math.PI * this.fraction());
  }

  /** Exponential distribution with this mean. */
  waiting(mean: number): number {
    return -mean * Math.log(1 - this.fraction());
  }

  /** An index; each is as probable as its share of the weights. */
  pick(weights: readonly number[]): number {
    let left = this.fraction() * weights.reduce((sum, weight) => sum + weight, 0);
    for (const [index, weight] of weights.entries()) {
      left -= weight;
      if (left < 0) return index;
    }
    return Math.max(0, weights.length - 1);
  }
}
