import type { Instant, SeasonId } from '../../core/ids.ts';
import type { Effect } from '../../core/season/effects.ts';

/** The id of an owed effect inside its season: `<version of the event>.<index>`. */
export type EffectId = string;

export interface OwedEffect {
  readonly id: EffectId;
  readonly effect: Effect;
}

/**
 * The outbox: what a season still has to do. `SeasonLog.append` adds effects, together with the events that owe them.
 * All methods reject when Redis can't be reached; nothing is then half done.
 */
export interface Outbox {
  /** An effect that is still owed, or undefined when it is done. */
  owed(season: SeasonId, id: EffectId): Promise<Effect | undefined>;
  /** All effects due at `until` or before, soonest first, at most `limit`. */
  overdue(season: SeasonId, until: Instant, limit: number): Promise<readonly OwedEffect[]>;
  /** Adds effects outside any event (a later look at provisional counts). */
  owe(season: SeasonId, id: EffectId, effect: Effect): Promise<void>;
  /**
   * Replaces an effect that is still owed. Does nothing if it was done meanwhile, or its season was archived: that has left
   * the store, and nothing of it may come back.
   * @returns whether it is still owed.
   */
  postpone(season: SeasonId, id: EffectId, effect: Effect): Promise<boolean>;
  done(season: SeasonId, id: EffectId): Promise<void>;
}
