import type { PlatformName } from '../ids.ts';

/**
 * Outlets that never had an open poll in a round, if they are so many that the others may not speak for the whole audience.
 */
export interface Absence {
  /** Platforms on which no outlet had a poll. */
  readonly platforms: readonly PlatformName[];
  /** How many outlets had none … */
  readonly absent: number;
  /** … of those that were supposed to take part. */
  readonly of: number;
}

/** How an outlet took part in a round. If its poll was closed or lost later, it was open before. */
export interface Attendance {
  readonly platform: PlatformName;
  readonly hadPoll: boolean;
  /** It has left since, or joined too late: that it had no poll means nothing. */
  readonly aside?: true;
}

/** With fewer outlets, a third is one or none and means little. */
const FEWEST_OUTLETS = 5;

/** @returns undefined if on each platform at least one outlet took part, and two thirds of five or more outlets did. */
export function absenceIn(outlets: readonly Attendance[]): Absence | undefined {
  const expected = outlets.filter(({ aside }) => aside !== true);
  const absent = expected.filter(({ hadPoll }) => !hadPoll).length;
  const platforms = [...new Set(expected.map(({ platform }) => platform))].filter((one) =>
    outlets.every(({ platform, hadPoll }) => platform !== one || !hadPoll),
  );
  const tooMany = expected.length >= FEWEST_OUTLETS && absent * 3 > expected.length;
  return platforms.length > 0 || tooMany ? { platforms, absent, of: expected.length } : undefined;
}
