import type { Backoff } from '../core/backoff.ts';
import type { Milliseconds } from '../core/ids.ts';

/**
 * How long the bot waits where only patience is at stake, never correctness. One value, so that a test lets a bot live
 * faster.
 */
export interface Tempo {
  /** Between the beginnings of two sweeps. */
  readonly sweepEvery: Milliseconds;
  /** What has not been read by then does not hold up a start, and is found out later. */
  readonly examinedWithin: Milliseconds;
  /** How long the lease of a listening process lasts once it is gone. */
  readonly listeningLease: Milliseconds;
  /** How long the store may be silent before its connections are given up; more than the ten seconds for which a worker waits for a job. */
  readonly storeSilence: Milliseconds;
  readonly outlets: OutletTempo;
}

export interface OutletTempo {
  /** Pause after a platform did not answer. */
  readonly silent: Backoff;
  /** Pause after the platform said that the bot can't play there. A person fixes it, and waits for the bot to see it. */
  readonly refused: Backoff;
  /** Pause after something of our own (the store) failed. */
  readonly broken: Milliseconds;
  /**
   * How long a season waits for outlets of a platform that does not answer. Then it begins without those that were never
   * reached: they join with the next drop. So one platform's outage never blocks a start forever.
   */
  readonly seasonWaits: Milliseconds;
  /** And this long for a check of outlets that are known already. */
  readonly seasonWaitsForKnown: Milliseconds;
  /** Between two readings of what other processes and commands have found. */
  readonly refreshEvery: Milliseconds;
  readonly lookForWorkEvery: Milliseconds;
}

/** The tempo of every bot but those in tests. */
export const TEMPO: Tempo = {
  sweepEvery: 3_000,
  // Ten thousand outlets take a part of it.
  examinedWithin: 10_000,
  listeningLease: 10_000,
  storeSilence: 30_000,
  outlets: {
    silent: { first: 1_000, most: 30_000 },
    refused: { first: 10_000, most: 300_000 },
    broken: 5_000,
    seasonWaits: 60_000,
    seasonWaitsForKnown: 10_000,
    refreshEvery: 15_000,
    lookForWorkEvery: 500,
  },
};
