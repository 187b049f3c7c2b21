import type { Milliseconds } from '../core/ids.ts';

/**
 * How often a platform has rejected this bot's requests, over all its processes. Every call rejects while the store is
 * away.
 */
export interface TurnedAway {
  /**
   * Counts one refused request.
   * @returns how many there were in the last ten minutes.
   */
  note(): Promise<number>;
  /** How many there were in the last ten minutes. */
  count(): Promise<number>;
  /**
   * The platform rejects everything and does not say for how long.
   * @returns for how long from now: the same end for all processes that are rejected before it, then twice as long,
   * from half a minute to a quarter of an hour.
   */
  untold(): Promise<Milliseconds>;
}
