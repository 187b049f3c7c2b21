import type { Instant, Milliseconds, PlatformName, SeasonId, ShowId } from '../core/ids.ts';

/**
 * What makes a bot this bot: its account on each platform (its id there), and a fingerprint of the pepper, from which the
 * pepper cannot be found. One Redis under one prefix belongs to one of each.
 */
export type IdentityPart = PlatformName | 'pepper';

/** A show may have been played before, and its season is not in the stores: a person has to say what became of it. */
export interface PastQuestion {
  readonly show: ShowId;
  /**
   * - `folder`: the data folder says that the season was started, and Redis does not have it.
   * - `platform`: Redis is empty, and a platform holds traces of this bot.
   */
  readonly found: 'folder' | 'platform';
  /** The season that is missing, where it is known. */
  readonly season?: SeasonId;
  readonly askedAt: Instant;
}

/**
 * What shows that another process, with data of its own, answers for this bot:
 * - `listens`: a platform gives it the updates of this bot.
 * - `nonce`: a platform knows an older message under a nonce of this store: a copy of its data.
 * - `posts`: messages that this store did not send stand under the bot's name.
 */
export type RivalSign = 'listens' | 'nonce' | 'posts';

/** What Redis remembers of the bot's past beside its seasons. All methods reject when Redis cannot be reached. */
export interface PastStore {
  /** All that the checks need, read at once. */
  look(): Promise<RememberedPast>;
  /**
   * Writes down one part of the bot's identity where it is not there yet, and with it what was found out before that.
   * @returns what stands there now: another value belongs to another bot.
   */
  introduce(part: IdentityPart, value: string, questions: readonly PastQuestion[]): Promise<string>;
  /** Opens a question; one that is open already stays as it is. */
  ask(question: PastQuestion): Promise<void>;
  /** The sign counts for so long from now on. */
  noteRival(sign: RivalSign, duration: Milliseconds): Promise<void>;
  /** The sign counts no more. */
  forgetRival(sign: RivalSign): Promise<void>;
  /** The season turned up again: there is nothing to ask. */
  withdraw(show: ShowId): Promise<void>;
  /**
   * Closes the question of a show, and keeps that it was answered under a new token, by which data folders know that what
   * they say of the show is out of date.
   * @param how `fresh`: what was played is given up, and the show may begin again with its next season; nothing of
   *   `lost` is current any more. `restored`: the season was put back.
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

/** What the data folder says of a show: that this bot has posted for this season. */
export interface StartedMark {
  readonly season: SeasonId;
  /** Token of the answer that was known when the mark was made. */
  readonly answer?: string;
}

/** The marks in the data folder of this process. */
export interface StartedMarks {
  /** Empty where there is no file, or none that can be read: then the log says so. */
  read(): Promise<ReadonlyMap<ShowId, StartedMark>>;
  /** Durable when it resolves; the file is never half there. @throws where the folder cannot be written. */
  write(marks: ReadonlyMap<ShowId, StartedMark>): Promise<void>;
}
