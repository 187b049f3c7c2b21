import type { Instant, RoundNumber, SeasonId } from '../../core/ids.ts';
import type { OutletCount } from '../../core/vote/tally.ts';

/**
 * The counts from which receipts are made. `SeasonLog.append` writes the counts of a round, together with the events
 * that depend on them. All methods reject when Redis can't be reached.
 */
export interface RoundCounts {
  /** The counts by outlet with which a round was settled. */
  of(season: SeasonId, round: RoundNumber): Promise<readonly OutletCount[] | undefined>;
  /** Records a later difference from those counts; the winner never changes. */
  amend(season: SeasonId, round: RoundNumber, amendment: Amendment): Promise<void>;
  /** In the order in which they came. */
  amendments(season: SeasonId, round: RoundNumber): Promise<readonly Amendment[]>;
}

export interface Amendment {
  readonly at: Instant;
  readonly count: OutletCount;
}
