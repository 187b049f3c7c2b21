import type { Instant, RoundNumber, SeasonId } from '../../core/ids.ts';
import type { TallySample } from '../../core/insights/facts.ts';
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
  /**
   * Keeps a sum of the live counts, for the writers' report. The first one of a slot is kept.
   * @param slot part of the vote's time, from 0.
   */
  addSample(season: SeasonId, round: RoundNumber, slot: number, sample: TallySample): Promise<void>;
  hasSample(season: SeasonId, round: RoundNumber, slot: number): Promise<boolean>;
  /** Earliest first. */
  samples(season: SeasonId, round: RoundNumber): Promise<readonly TallySample[]>;
}

export interface Amendment {
  readonly at: Instant;
  readonly count: OutletCount;
}
