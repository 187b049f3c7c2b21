import type { Milliseconds } from '../../../core/ids.ts';

export interface RivalTimes {
  /** During a restart, or while a lease changes hands, two processes poll for some seconds. */
  readonly restart: Milliseconds;
  /** Another poller is noticed within this time: longer than a request that waits for updates. */
  readonly meetWithin: Milliseconds;
  /** This long after the last meeting, the other process counts as gone. */
  readonly quiet: Milliseconds;
}

const rivalTimes: RivalTimes = { restart: 60_000, meetWithin: 45_000, quiet: 120_000 };

export interface RivalWatch {
  /**
   * We met another process.
   * @returns whether it seems to stay.
   */
  met(now: Milliseconds): boolean;
  /** Whether another process seemed to stay and was met within the quiet time. */
  isThere(now: Milliseconds): boolean;
  /** Whether this would be the first meeting for a while, and so worth a log line. */
  isNews(now: Milliseconds): boolean;
}

/**
 * Tells another bot from a restart: two processes that keep polling, or keep setting their webhooks, meet again and again.
 * All times are of one steady clock.
 */
export function rivalWatch(times: Partial<RivalTimes> = {}): RivalWatch {
  const { restart, meetWithin, quiet } = { ...rivalTimes, ...times };
  let first: Milliseconds | undefined;
  let last = Number.NEGATIVE_INFINITY;
  let staysUntil = Number.NEGATIVE_INFINITY;
  return {
    met(now) {
      if (first === undefined || now - last > meetWithin) first = now;
      last = now;
      if (now - first <= restart) return false;
      staysUntil = now + quiet;
      return true;
    },
    isThere: (now) => now < staysUntil,
    isNews: (now) => now - last > meetWithin,
  };
}
