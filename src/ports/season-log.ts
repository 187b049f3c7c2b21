import type { RoundNumber, SeasonId, ShowId } from '../core/ids.ts';
import type { Effect } from '../core/season/effects.ts';
import type { SeasonEvent } from '../core/season/events.ts';
import type { OutletCount } from '../core/vote/tally.ts';
import type { OwedEffect } from './outbox.ts';

/** Where a reading of a season's log ended. Only the store looks at the rest of it. */
export interface LogMark {
  /** Number of events up to here. */
  readonly version: number;
  /** Of the last event up to here. Events hold the time of the shared clock, so that no two are alike. */
  readonly digest: string;
  /** Of the restore that wrote the log: a person may have edited any event of a backup. Empty where none did. */
  readonly restore: string;
}

export interface LogReading {
  readonly events: readonly SeasonEvent[];
  /** Number of the events before these: 0, or the version that was known. */
  readonly from: number;
  readonly end: LogMark;
}

/**
 * Which seasons, and the log of each. All methods reject when Redis cannot be reached; nothing is then half done.
 */
export interface SeasonLog {
  /** Season that the show plays or played last. */
  current(show: ShowId): Promise<SeasonId | undefined>;
  /** Every show that was ever started, with its current season. */
  all(): Promise<ReadonlyMap<ShowId, SeasonId>>;
  /** Ordinal of the show's next season, from 1: one more than have been claimed so far. */
  nextOrdinal(show: ShowId): Promise<number>;
  /**
   * Makes `season` the show's current one if its current one is `after` (undefined: none yet), atomically.
   * @returns false when somebody else was first.
   */
  claim(show: ShowId, season: SeasonId, after: SeasonId | undefined): Promise<boolean>;
  /**
   * Reads all that is stored of a season but its ballots. @returns what of it cannot be read by this program, as a clause;
   * undefined where all can.
   */
  fault(season: SeasonId): Promise<string | undefined>;
  /** Whether there is any event, readable or not. */
  hasBegun(season: SeasonId): Promise<boolean>;
  /**
   * Events in order; none when there is no such season.
   * @param known where an earlier reading ended: only what came after it is read. All events are, where the log no longer
   * holds what was read then (Redis lost its last seconds or everything, or the season was put back from a backup).
   */
  read(season: SeasonId, known?: LogMark): Promise<LogReading>;
  /**
   * Appends events with the effects they owe and the counts they rest on, all or nothing.
   * @returns the effects' ids, or undefined when the log is not at `expectedVersion` any more.
   */
  append(
    season: SeasonId,
    expectedVersion: number,
    events: readonly SeasonEvent[],
    owed: readonly Effect[],
    counts?: { readonly round: RoundNumber; readonly outlets: readonly OutletCount[] },
  ): Promise<readonly OwedEffect[] | undefined>;
}
