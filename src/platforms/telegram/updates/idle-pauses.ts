import { backoff } from '../../../core/backoff.ts';
import type { Milliseconds } from '../../../core/ids.ts';
import type { Log } from '../../../ports/log.ts';

/** Sooner than this, an answer without news was not held back by the server. */
const QUICK: Milliseconds = 1_000;
/** Between the starts of two questions that bring nothing: doubled up to what a voter does not notice. */
const FLOOR = { first: 100, most: 2_000 } as const;
/** Quick answers before the log is told: one may come at any restart of the server. */
const TOLD_AFTER = 5;

/**
 * A server is to hold a question until there is news. One that answers at once with nothing, or with the same again, would be
 * asked a thousand times a second.
 */
export function createIdlePauses(log: Log): {
  /**
   * @param news whether the answer held anything new. @param held whether the server was asked to hold the question.
   * @returns how long to wait before the next question; 0 after news, and after a question that was held.
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
        log.warn({}, 'Telegram answers getUpdates at once and with nothing new: it is asked more slowly');
      }
      return Math.max(0, floor - took);
    },
  };
}
