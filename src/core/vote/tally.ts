import type { Instant, OptionId, OutletId, PlatformName } from '../ids.ts';
import type { Absence } from './absence.ts';
import type { CountRemark, CountTrouble } from './count-trouble.ts';

/** Ballots per option in one native poll. A missing option has none. */
export type Counts = Readonly<Record<OptionId, number>>;

/**
 * Where an outlet's counts come from, best first: `final` is the platform's own final count; `provisional`
 * the best reading so far (the platform may still correct it); `missing` means that nothing could be read.
 */
export type OutletCount =
  | {
      readonly outlet: OutletId;
      readonly platform: PlatformName;
      readonly name: string;
      readonly status: 'final' | 'provisional';
      readonly counts: Counts;
      readonly closedAt: Instant;
      /** Address of the native poll's message, for the receipt. */
      readonly link?: string;
      /** Why it is provisional or how it was obtained, for the receipt. */
      readonly note?: string;
      /** The same for people; absent for a final count, and in what older versions wrote. */
      readonly because?: CountTrouble;
      readonly remark?: CountRemark;
    }
  | {
      readonly outlet: OutletId;
      readonly platform: PlatformName;
      readonly name: string;
      readonly status: 'missing';
      readonly reason: string;
      /** Absent in what older versions wrote. */
      readonly because?: CountTrouble;
    };

export interface Tally {
  /** Every option of the round, also those without a ballot. */
  readonly counts: Counts;
  /** Sum over the options. */
  readonly total: number;
  /** True until every outlet that took part has a final count. */
  readonly provisional: boolean;
  readonly missing: readonly OutletId[];
  /** Present if so many outlets never had an open poll that it has to be said. */
  readonly absent?: Absence;
}

/**
 * Sums the outlets. An account that votes in two outlets counts in each (the receipt says so). Ignores
 * options that are not of the round; asserts that every count is a whole number of ballots.
 */
export function tally(options: readonly OptionId[], outlets: readonly OutletCount[]): Tally {
  const counts: Record<OptionId, number> = {};
  for (const option of options) {
    let sum = 0;
    for (const outlet of outlets) {
      if (outlet.status === 'missing') continue;
      const count = outlet.counts[option] ?? 0;
      if (!Number.isSafeInteger(count) || count < 0) {
        throw new RangeError(
          `Count ${count} of option ${option} in outlet ${outlet.outlet} is not a number of ballots`,
        );
      }
      sum += count;
    }
    counts[option] = sum;
  }
  return {
    counts,
    total: options.reduce((sum, option) => sum + (counts[option] ?? 0), 0),
    provisional: outlets.some((outlet) => outlet.status !== 'final'),
    missing: outlets.filter((outlet) => outlet.status === 'missing').map((outlet) => outlet.outlet),
  };
}

/** Several counts as one. */
export function sumOf(options: readonly OptionId[], all: readonly Counts[]): Counts {
  const sum: Record<OptionId, number> = {};
  for (const option of options) sum[option] = all.reduce((votes, counts) => votes + (counts[option] ?? 0), 0);
  return sum;
}

/** All votes in some counts, for whichever of the options. */
export const votesOf = (options: readonly OptionId[], all: readonly Counts[]): number =>
  all.reduce((sum, counts) => sum + options.reduce((votes, id) => votes + (counts[id] ?? 0), 0), 0);

/** Each platform's votes, in the order in which the platforms come. */
export function votesByPlatform(
  options: readonly OptionId[],
  all: readonly { readonly platform: PlatformName; readonly counts: Counts }[],
): readonly { readonly platform: PlatformName; readonly votes: number }[] {
  return [...new Set(all.map(({ platform }) => platform))].map((platform) => ({
    platform,
    votes: votesOf(
      options,
      all.filter((one) => one.platform === platform).map(({ counts }) => counts),
    ),
  }));
}

/** Zeros of an open poll while its platform hides the results: unknown, not none. */
export function saysNothing(
  poll: { readonly sealed?: true },
  { closed, counts }: { readonly closed: boolean; readonly counts: Readonly<Record<string, number>> },
): boolean {
  return poll.sealed === true && !closed && Object.values(counts).every((count) => count === 0);
}
