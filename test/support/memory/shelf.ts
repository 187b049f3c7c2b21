import type { SeasonId, ShowId } from '../../../src/core/ids.ts';

/** Which seasons there are: what the log of seasons, the vault and the bot's past share. */
export class Shelf {
  readonly current = new Map<ShowId, SeasonId>();
  /** How many seasons of a show were claimed. */
  readonly claimed = new Map<ShowId, number>();
  readonly archived = new Set<SeasonId>();
  readonly lost = new Set<SeasonId>();
  /** Shows that may begin again although they have been played. */
  readonly fresh = new Set<ShowId>();
}
