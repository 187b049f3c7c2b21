import type { Milliseconds } from './ids.ts';

export interface Backoff {
  readonly first: Milliseconds;
  readonly most: Milliseconds;
}

/**
 * The pause after this many failures in a row (from 1): doubled with each, up to the longest. Without jitter.
 */
export const backoff = ({ first, most }: Backoff, failures: number): Milliseconds =>
  Math.min(first * 2 ** Math.min(Math.max(failures - 1, 0), 30), most);
