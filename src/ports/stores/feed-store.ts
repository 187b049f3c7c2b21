import type { Instant, SeasonId } from '../../core/ids.ts';

/** What is known of a season's feed between two fetches. */
export interface FeedState {
  /** Digest of the address in the operator's file, which may hold a secret. Another address is another feed. */
  readonly feed: string;
  /** When it was first read. What it showed before that is no episode. */
  readonly readAt?: Instant;
  readonly nextAt: Instant;
  /** What the last answer was known by, see `WatchedFeed`. */
  readonly etag?: string;
  readonly lastModified?: string;
  readonly movedTo?: string;
  /** Since it could not be read. */
  readonly trouble?: FeedTrouble;
}

export interface FeedTrouble {
  readonly since: Instant;
  /** In a row. */
  readonly failures: number;
  /** A sentence. */
  readonly what: string;
  /** Showrunners have been alerted. */
  readonly told: boolean;
}

/** The feed of each season. All methods reject when Redis can't be reached. */
export interface FeedStore {
  /** Undefined if it was never fetched. */
  state(season: SeasonId): Promise<FeedState | undefined>;
  /**
   * Marks are short texts by which items are recognised; what is kept with one is the caller's own.
   * @returns what is kept with those that the season has
   */
  marks(season: SeasonId, marks: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** How many marks the season has. */
  size(season: SeasonId): Promise<number>;
  /** Writes the state together with marks, in one step. */
  put(season: SeasonId, state: FeedState, marks?: ReadonlyMap<string, string>): Promise<void>;
}
