import type { RoundNumber, SeasonId, ShowId } from '../../core/ids.ts';
import type { Effect } from '../../core/season/effects.ts';
import type { SeasonEvent } from '../../core/season/events.ts';
import type { OutletCount } from '../../core/vote/tally.ts';
import type { OwedEffect } from './outbox.ts';

/** Where a reading of a season's log ended. Only the store reads the other fields. */
export interface LogMark {
  /** Number of events up to here. */
  readonly version: number;
  /**
   * Digest of the last event up to here. Events contain the time of the shared clock, so no two are equal.
   */
  readonly digest: string;
  /**
   * Id of the restore that wrote the log, because a person may have edited any event of a backup. Empty if it was
   * never restored.
   */
  readonly restore: string;
}

export interface LogReading {
  readonly events: readonly SeasonEvent[];
  /** Number of the events before these: 0, or the version that was known. */
  readonly from: number;
  readonly end: LogMark;
}

/** The seasons, and the log of each. All methods reject when Redis can't be reached; nothing is then half done. */
export interface SeasonLog {
  /** The season that the show plays or played last. */
  current(show: ShowId): Promise<SeasonId | undefined>;
  /** Every show that was ever started, with its current season. */
  all(): Promise<ReadonlyMap<ShowId, SeasonId>>;
  /** Ordinal of the show's next season, from 1: one more than have been claimed so far. */
  nextOrdinal(show: ShowId): Promise<number>;
  /**
   * Makes `season` the show's current one if its current one is `after` (undefined: none yet), atomically.
   * @returns false if another process was first.
   */
  claim(show: ShowId, season: SeasonId, after: SeasonId | undefined): Promise<boolean>;
  /**
   * Reads everything stored of a season except its ballots.
   * @returns what this program can't read, as a clause; undefined if it can read everything.
   */
  fault(season: SeasonId): Promise<string | undefined>;
  /** Whether there is any event, readable or not. */
  hasBegun(season: SeasonId): Promise<boolean>;
  /**
   * Events in order; none if there is no such season.
   * @param known where an earlier reading ended: then only later events are read. All events are read if the log no
   * longer contains what was read then (Redis lost its last seconds or everything, or the season was restored from a
   * backup).
   */
  read(season: SeasonId, known?: LogMark): Promise<LogReading>;
  /**
   * Appends events with the effects they owe and the counts they depend on, all or nothing.
   * @returns the effects' ids, or undefined if the log is no longer at `expectedVersion`.
   */
  append(
    season: SeasonId,
    expectedVersion: number,
    events: readonly SeasonEvent[],
    owed: readonly Effect[],
    counts?: { readonly round: RoundNumber; readonly outlets: readonly OutletCount[] },
  ): Promise<readonly OwedEffect[] | undefined>;
}
