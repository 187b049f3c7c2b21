import { backoff } from '../../../core/backoff.ts';
import type { Milliseconds } from '../../../core/ids.ts';
import type { Log } from '../../../ports/log.ts';

/** An answer without news that comes faster than this was not held by the server. */
const QUICK: Milliseconds = 1_000;
/**
 * Shortest time between the starts of two requests that bring nothing: doubled up to a delay that voters do
 * not notice.
 */
const FLOOR = { first: 100, most: 2_000 } as const;
/** Quick answers before we log it: one may come whenever the server restarts. */
const TOLD_AFTER = 5;

/**
 * A server should hold a request until there is news. Without this, a server that answers at once with nothing, or with the
 * same again, would be asked a thousand times a second.
 */
export function createIdlePauses(log: Log): {
  /**
   * @param news whether the answer held anything new.
   * @param held whether the server was asked to hold the request.
   * @returns how long to wait before the next request; 0 after news, and after a request that was held.
   */
  pauseAfter(answer: {
    readonly news: boolean;
    readonly held: boolean;
    readonly took: Milliseconds;
  }): Milliseconds;
} {
  let quick = 0;
  return {
    pauseAfter({ news, held, took }) {
      if (news || took >= QUICK || !held) {
        if (news || took >= QUICK) quick = 0;
        return 0;
      }
      const floor = backoff(FLOOR, quick + 1);
      quick += 1;
      if (quick === TOLD_AFTER) {
        log.warn({}, 'Telegram answers getUpdates at once and with nothing new; polling more slowly');
      }
      return Math.max(0, floor - took);
    },
  };
}
