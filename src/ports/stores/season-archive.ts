import type { Instant, RoundNumber, SeasonId, ShowId } from '../../core/ids.ts';
import type { TallySample } from '../../core/insights/facts.ts';
import type { SeasonEvent } from '../../core/season/events.ts';
import type { OutletCount } from '../../core/vote/tally.ts';
import type { StoredPoll } from './ballot-store.ts';
import type { Delivery } from './delivery-ledger.ts';
import type { Amendment } from './round-counts.ts';
import type { SeasonOutlet } from './season-outlets.ts';

/** What is kept of a finished season after it is deleted from Redis. No ballots, no account ids. */
export interface SeasonArchive {
  readonly format: 'cliffhanger-archive';
  readonly version: 1;
  /** Version of the events' shape, see `EVENT_VERSION`. */
  readonly eventVersion: number;
  readonly show: ShowId;
  readonly season: SeasonId;
  readonly archivedAt: Instant;
  readonly events: readonly SeasonEvent[];
  readonly outlets: readonly SeasonOutlet[];
  readonly deliveries: readonly Delivery[];
  readonly rounds: readonly ArchivedRound[];
}

export interface ArchivedRound {
  readonly round: RoundNumber;
  /** Absent if the round was never settled. */
  readonly counts?: readonly OutletCount[];
  readonly amendments: readonly Amendment[];
  /** Absent in what older versions wrote. */
  readonly samples?: readonly TallySample[];
  readonly polls: readonly StoredPoll[];
}

/** One file for each archived season. */
export interface ArchiveFiles {
  /**
   * Undefined if there is no such file.
   * @throws StartupError for a file that is damaged or too new.
   */
  read(season: SeasonId): Promise<SeasonArchive | undefined>;
  /**
   * Durable when it resolves; the file is never incomplete.
   * @returns its path.
   */
  write(archive: SeasonArchive): Promise<string>;
}

/** Everything stored of a season, to be restored into an empty store as it was. */
export interface SeasonBackup {
  readonly format: 'cliffhanger-backup';
  readonly version: 1;
  readonly show: ShowId;
  readonly season: SeasonId;
  readonly takenAt: Instant;
  readonly keys: readonly StoredKey[];
}

export interface StoredKey {
  /** Name inside the season. */
  readonly name: string;
  readonly type: 'string' | 'list' | 'set' | 'hash' | 'zset';
  /** For a hash: fields and values alternate. For a sorted set: members and scores alternate. */
  readonly values: readonly StoredValue[];
}

/** Bytes that are not UTF-8 text are in base 64. */
export type StoredValue = string | { readonly base64: string };

export interface StoredSeason {
  readonly show: ShowId;
  readonly season: SeasonId;
}

/** Whole seasons, across everything that the stores keep of them. All methods reject when Redis can't be reached. */
export interface SeasonVault {
  /**
   * Every season that was claimed and is neither archived nor given up as lost, of one show or of all; oldest first.
   */
  stored(show?: ShowId): Promise<readonly StoredSeason[]>;
  /** Archived seasons of a show, oldest first. */
  retired(show: ShowId): Promise<readonly SeasonId[]>;
  /**
   * Marks a season as archived. If it was the show's current season, the show then has none. From here on the archive
   * is the truth.
   * @returns false if another process did it before.
   */
  retire(season: StoredSeason, at: Instant): Promise<boolean>;
  /** Deletes everything stored of a season. May be repeated; the log goes last. */
  erase(season: SeasonId): Promise<void>;
  /**
   * All keys of a season from one moment; ballots, of which there may be many, from soon after it, without blocking
   * the store.
   */
  backup(season: SeasonId): Promise<readonly StoredKey[]>;
  /**
   * Restores a season in place of what is left of it, and makes it the show's current one if `replaces` still is. What
   * was owed or being sent when the backup was taken, and what was due until now, may have been sent since, and is
   * marked so.
   * @returns false if another season is current.
   */
  restore(backup: SeasonBackup, replaces: SeasonId | undefined, now: Instant): Promise<boolean>;
}
