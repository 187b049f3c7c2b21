import type { Instant, RoundNumber, SeasonId } from '../core/ids.ts';
import type { OutletCount } from '../core/vote/tally.ts';

/**
 * What receipts are made of. `SeasonLog.append` writes the counts of a round, together with the events that rest on them.
 * All methods reject when Redis cannot be reached.
 */
export interface RoundCounts {
  /** Counts by outlet that a round was settled with. */
  of(season: SeasonId, round: RoundNumber): Promise<readonly OutletCount[] | undefined>;
  /** Notes what differs from those counts later; the winner never changes. */
  amend(season: SeasonId, round: RoundNumber, amendment: Amendment): Promise<void>;
  /** In the order in which they came. */
  amendments(season: SeasonId, round: RoundNumber): Promise<readonly Amendment[]>;
}

export interface Amendment {
  readonly at: Instant;
  readonly count: OutletCount;
}
