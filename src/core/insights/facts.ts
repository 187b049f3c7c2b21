import type { Instant, RoundNumber } from '../ids.ts';
import type { Season } from '../season/state.ts';
import type { PublicCount } from '../vote/public-receipt.ts';
import type { Counts, OutletCount } from '../vote/tally.ts';

/** The sum over all open polls at one time. */
export interface TallySample {
  readonly at: Instant;
  readonly counts: Counts;
}

/** What is known of a round beside the season's log. Sums only: nothing here connects an account with a vote. */
export interface RoundFacts {
  /** Counts with which it was settled; empty before. */
  readonly counts: readonly OutletCount[];
  /** The same by community, small ones summed, see `publicCounts`. */
  readonly communities: readonly PublicCount[];
  /** Earliest first. Empty for sealed votes, and for those that an older version held. */
  readonly samples: readonly TallySample[];
}

export interface SeasonFacts {
  readonly season: Season;
  readonly rounds: ReadonlyMap<RoundNumber, RoundFacts>;
}
