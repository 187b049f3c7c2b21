import type { Milliseconds } from '../../../core/ids.ts';

export interface RivalTimes {
  /** In a restart, or while a lease changes hands, two processes ask for updates for some seconds. */
  readonly restart: Milliseconds;
  /** Who asks beside us is met within this: longer than a question that waits for updates. */
  readonly meetWithin: Milliseconds;
  /** After the last meeting the other one counts as gone. */
  readonly quiet: Milliseconds;
}

const rivalTimes: RivalTimes = { restart: 60_000, meetWithin: 45_000, quiet: 120_000 };

export interface RivalWatch {
  /** Another process was met. @returns whether it is there to stay. */
  met(now: Milliseconds): boolean;
  /** Whether another one was there to stay, and has been met within the quiet time. */
  isThere(now: Milliseconds): boolean;
  /** Whether this meeting would be the first one for a while: worth a line in the log. */
  isNews(now: Milliseconds): boolean;
}

/**
 * Tells another bot from a restart: two processes that go on asking for updates, or setting their webhooks, meet again and
 * again. All times are of one steady clock.
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
