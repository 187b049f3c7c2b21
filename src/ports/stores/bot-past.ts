import type { Instant, Milliseconds, PlatformName, SeasonId, ShowId } from '../../core/ids.ts';

/**
 * What identifies a bot: its account on each platform (its id there), and a fingerprint of the pepper, which does not
 * reveal the pepper. One Redis with one prefix belongs to one of each.
 */
export type IdentityPart = PlatformName | 'pepper';

/**
 * A show may have been played before, and its season is not in the stores: a person has to say what happened to it.
 */
export interface PastQuestion {
  readonly show: ShowId;
  /**
   * - `folder`: the data folder says that the season was started, and Redis does not have it.
   * - `platform`: Redis is empty, and a platform has traces of this bot.
   */
  readonly found: 'folder' | 'platform';
  /** The missing season, if we know which one. */
  readonly season?: SeasonId;
  readonly askedAt: Instant;
}

/**
 * Signs that another process, with other data, uses this bot's account:
 * - `listens`: a platform gives it the updates of this bot.
 * - `nonce`: a platform has an older message with a nonce of this store, so there is a copy of its data.
 * - `posts`: there are messages under the bot's name that this store did not send.
 */
export type RivalSign = 'listens' | 'nonce' | 'posts';

/** What Redis remembers about the bot's past beside its seasons. All methods reject when Redis can't be reached. */
export interface PastStore {
  /** Everything that the checks need, read at once. */
  look(): Promise<RememberedPast>;
  /**
   * Records one part of the bot's identity if it is not there yet, together with what was found out before that.
   * @returns the stored value: a different one belongs to another bot.
   */
  introduce(part: IdentityPart, value: string, questions: readonly PastQuestion[]): Promise<string>;
  /** Opens a question; one that is already open stays as it is. */
  ask(question: PastQuestion): Promise<void>;
  /** The sign counts for this long from now on. */
  noteRival(sign: RivalSign, duration: Milliseconds): Promise<void>;
  /** The sign no longer counts. */
  forgetRival(sign: RivalSign): Promise<void>;
  /** The season was found again: there is nothing to ask. */
  withdraw(show: ShowId): Promise<void>;
  /**
   * Closes the question of a show, and stores under a new token that it was answered. By the token, data folders know
   * that what they say about the show is out of date.
   * @param how `fresh`: what was played is given up, and the show may begin again with its next season; nothing of
   * `lost` is current any more. `restored`: the season was restored.
   */
  answer(show: ShowId, how: 'fresh' | 'restored', lost?: SeasonId): Promise<void>;
}

export interface RememberedPast {
  readonly identity: Readonly<Partial<Record<IdentityPart, string>>>;
  /** No season was ever claimed. */
  readonly empty: boolean;
  /** Current season by show. */
  readonly current: ReadonlyMap<ShowId, SeasonId>;
  /** Seasons that went to the archive. */
  readonly archived: ReadonlySet<SeasonId>;
  readonly questions: ReadonlyMap<ShowId, PastQuestion>;
  /** Token of the last answer by show. */
  readonly answers: ReadonlyMap<ShowId, string>;
  /** Shows that may begin again although they have been played. */
  readonly fresh: ReadonlySet<ShowId>;
  /** Signs of another process that count now. */
  readonly rivals: readonly RivalSign[];
}

/** What the data folder says about a show: that this bot has posted for this season. */
export interface StartedMark {
  readonly season: SeasonId;
  /** Token of the answer that was known when the mark was made. */
  readonly answer?: string;
}

/** The marks in the data folder of this process. */
export interface StartedMarks {
  /** Empty if there is no file, or none that can be read; then the log says so. */
  read(): Promise<ReadonlyMap<ShowId, StartedMark>>;
  /**
   * Durable when it resolves; the file is never incomplete.
   * @throws if the folder can't be written.
   */
  write(marks: ReadonlyMap<ShowId, StartedMark>): Promise<void>;
}
