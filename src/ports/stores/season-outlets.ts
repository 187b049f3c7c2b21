import type { Instant, OutletId, SeasonId } from '../../core/ids.ts';
import type { ResolvedOutlet } from '../platform/outlet.ts';

/** A season's outlet, with what the operator's file says about it. */
export interface SeasonOutlet {
  readonly id: OutletId;
  readonly outlet: ResolvedOutlet;
  readonly mention?: string;
  /** Gets only showrunners' alerts; no episode plays there. */
  readonly alertsOnly?: true;
  readonly joinedAt: Instant;
  /** Set when the outlet was removed; it gets nothing any more but stays on its receipts. */
  readonly leftAt?: Instant;
}

/** Where each season plays. All methods reject when Redis cannot be reached. */
export interface SeasonOutlets {
  /** In the order in which they joined, including those that were removed. */
  all(season: SeasonId): Promise<readonly SeasonOutlet[]>;
  find(season: SeasonId, id: OutletId): Promise<SeasonOutlet | undefined>;
  /** Adds an outlet, or replaces its record; its place in the order stays. */
  put(season: SeasonId, outlet: SeasonOutlet): Promise<void>;
}
