import { type Milliseconds, type SeasonId, type ShowId, showOf } from '../../core/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type {
  IdentityPart,
  PastQuestion,
  PastStore,
  RememberedPast,
  RivalSign,
  StartedMark,
  StartedMarks,
} from '../../ports/stores/bot-past.ts';
import type { SeasonLog } from '../../ports/stores/season-log.ts';
import type { Halt } from '../halt.ts';
import { otherIdentity } from './other-identity.ts';
import { rivalSentence, sentenceOf } from './past-sentence.ts';

/** A season that Redis has had for this long is marked in this folder too, even if another process posts for it. */
const MARKED_AFTER: Milliseconds = 60_000;

/**
 * How long posting stops after the last sign of another process. If a platform gives its updates to one process only,
 * a sign comes every few seconds, so two minutes without one mean that the other process is gone. On other platforms
 * signs may be hours apart: there a restart of this process means that the other one was stopped, and six hours limit
 * how long a show can wait.
 */
const RIVAL_FOR: Readonly<Record<RivalSign, Milliseconds>> = {
  listens: 120_000,
  nonce: 120_000,
  posts: 6 * 3_600_000,
};

export interface PastParts {
  readonly store: PastStore;
  readonly marks: StartedMarks;
  readonly seasons: Pick<SeasonLog, 'hasBegun'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly halt: Halt;
  /** For tests: how long posting stops after each sign of another process. */
  readonly rivalFor?: Readonly<Partial<Record<RivalSign, Milliseconds>>>;
}

/**
 * Knows whether this bot has played here before, so that lost data is never mistaken for a first run. Compares two
 * memories: Redis, and the data folder's marks of what was posted. Redis may be ahead of the folder (a new machine).
 * If the folder is ahead of Redis, data is lost, and a person is asked.
 */
export class BotPast {
  readonly #parts: PastParts;
  readonly #marks: Map<ShowId, StartedMark>;
  /** The identity that this process announced: a Redis that lost its data is told again. */
  readonly #introduced = new Map<IdentityPart, string>();
  /** When this process first saw a show's current season, on its own steady clock. */
  readonly #seen = new Map<SeasonId, number>();
  #questions: ReadonlyMap<ShowId, PastQuestion> = new Map();
  #rivals: readonly RivalSign[] = [];
  #writing: Promise<void> = Promise.resolve();
  #unwritable = false;

  private constructor(parts: PastParts, marks: ReadonlyMap<ShowId, StartedMark>) {
    this.#parts = parts;
    this.#marks = new Map(marks);
  }

  static async open(parts: PastParts): Promise<BotPast> {
    return new BotPast(parts, await parts.marks.read());
  }

  /** Questions that were open at the last check. */
  get questions(): ReadonlyMap<ShowId, PastQuestion> {
    return this.#questions;
  }

  /** @throws StartupError if Redis belongs to a bot with another identity. */
  async introduce(part: IdentityPart, value: string, found: readonly PastQuestion[] = []): Promise<void> {
    const known = await this.#parts.store.introduce(part, value, found);
    if (known !== value) throw otherIdentity(part, known, value);
    this.#introduced.set(part, value);
  }

  look(): Promise<RememberedPast> {
    return this.#parts.store.look();
  }

  /**
   * Compares both memories. Cheap: two reads if nothing has changed.
   * @returns the questions that are open now.
   * @throws when Redis is away, and StartupError if Redis has become another bot's.
   */
  async check(): Promise<ReadonlyMap<ShowId, PastQuestion>> {
    const { store, log } = this.#parts;
    const remembered = await store.look();
    for (const [part, value] of this.#introduced) {
      if (remembered.identity[part] !== value) await this.introduce(part, value);
    }
    this.#followRivals(remembered.rivals);
    const questions = new Map(remembered.questions);
    for (const [show, mark] of [...this.#marks]) {
      const answer = remembered.answers.get(show);
      if (answer !== undefined && answer !== mark.answer) {
        // What the folder says is older than the answer.
        this.#marks.delete(show);
        await this.#write();
        continue;
      }
      if (questions.has(show) || (await this.#isKnown(show, mark.season, remembered))) continue;
      const askedAt = await this.#parts.clock.now();
      const question = { show, found: 'folder', season: mark.season, askedAt } as const;
      await store.ask(question);
      questions.set(show, question);
    }
    for (const [show, season] of remembered.current) {
      if (!(await this.#hasLog(season))) continue;
      if (questions.delete(show)) await store.withdraw(show);
      await this.#markInTime(show, season, remembered);
    }
    for (const show of this.#questions.keys()) {
      if (!questions.has(show)) log.info({ show }, 'The question about the show’s lost data is answered');
    }
    for (const question of questions.values()) {
      const { show, season } = question;
      if (!this.#questions.has(show)) log.error({ show, season }, sentenceOf(question));
    }
    this.#questions = questions;
    return questions;
  }

  /** Signs that another process uses the bot's account, as of the last check. */
  get rivals(): readonly RivalSign[] {
    return this.#rivals;
  }

  /**
   * A platform has shown that another process, with other data, uses this bot's account: all processes stop posting.
   */
  async noteRival(sign: RivalSign): Promise<void> {
    await this.#parts.store.noteRival(sign, this.#parts.rivalFor?.[sign] ?? RIVAL_FOR[sign]);
    await this.check();
  }

  /** A process that listens was started. The person who started it was told to stop the other one first. */
  async noteRestart(): Promise<void> {
    await this.#parts.store.forgetRival('posts');
  }

  /** Called before anything is posted for a season. Quick if the season is already marked. */
  async noteStarted(season: SeasonId): Promise<void> {
    const show = showOf(season);
    const mark = this.#marks.get(show);
    if (mark !== undefined && ordinalOf(mark.season) >= ordinalOf(season)) return this.#writing;
    await this.#mark(show, season, (await this.#parts.store.look()).answers.get(show));
  }

  async answer(show: ShowId, how: 'fresh' | 'restored'): Promise<void> {
    const { store } = this.#parts;
    const lost = (await store.look()).questions.get(show)?.season ?? this.#marks.get(show)?.season;
    await store.answer(show, how, lost);
    await this.check();
  }

  #followRivals(rivals: readonly RivalSign[]): void {
    const { halt, log } = this.#parts;
    const [first] = rivals;
    if (first !== undefined) {
      const why = rivalSentence(first);
      if (this.#rivals.length === 0) log.error({ sign: first }, why);
      halt.stop('another-bot', why);
    } else if (this.#rivals.length > 0) {
      log.info({}, 'No other process uses this bot’s account any more; posting continues');
      halt.lift('another-bot');
    }
    this.#rivals = rivals;
  }

  /** Redis has the season or a later one, or it was archived. */
  async #isKnown(show: ShowId, season: SeasonId, { current, archived }: RememberedPast): Promise<boolean> {
    if (archived.has(season)) return true;
    const now = current.get(show);
    if (now === undefined || ordinalOf(now) < ordinalOf(season)) return false;
    return now !== season || (await this.#hasLog(season));
  }

  #hasLog(season: SeasonId): Promise<boolean> {
    // A season that can't be read is damaged, and not lost.
    return this.#parts.seasons.hasBegun(season);
  }

  async #markInTime(show: ShowId, season: SeasonId, { answers }: RememberedPast): Promise<void> {
    const since = this.#seen.get(season) ?? performance.now();
    this.#seen.set(season, since);
    if (this.#marks.get(show)?.season === season || performance.now() - since < MARKED_AFTER) return;
    await this.#mark(show, season, answers.get(show));
  }

  async #mark(show: ShowId, season: SeasonId, answer: StartedMark['answer']): Promise<void> {
    this.#marks.set(show, { season, ...(answer !== undefined && { answer }) });
    await this.#write();
  }

  /**
   * Writes one after the other, each with all marks. A folder that can't be written stops nothing: Redis remembers as
   * well.
   */
  #write(): Promise<void> {
    const { marks, log } = this.#parts;
    this.#writing = this.#writing.then(async () => {
      try {
        await marks.write(new Map(this.#marks));
        this.#unwritable = false;
      } catch (error) {
        if (this.#unwritable) return;
        this.#unwritable = true;
        log.warn(
          { error },
          'Cannot record in the data folder which shows were started. If Redis loses its data, this process will not notice',
        );
      }
    });
    return this.#writing;
  }
}

const ordinalOf = (season: SeasonId): number => Number(season.slice(season.lastIndexOf('.') + 1));
