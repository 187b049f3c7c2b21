import { randomUUID } from 'node:crypto';
import type { Milliseconds, SeasonId, ShowId } from '../../../src/core/ids.ts';
import type {
  IdentityPart,
  PastQuestion,
  PastStore,
  RememberedPast,
  RivalSign,
} from '../../../src/ports/stores/bot-past.ts';
import type { Shelf } from './shelf.ts';

/** What is remembered of the bot's past, in this process alone. */
export class MemoryPast implements PastStore {
  readonly #shelf: Shelf;
  readonly #identity: Partial<Record<IdentityPart, string>> = {};
  readonly #questions = new Map<ShowId, PastQuestion>();
  readonly #answers = new Map<ShowId, string>();
  /** Until when each sign counts. */
  readonly #rivals = new Map<RivalSign, number>();

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  async look(): Promise<RememberedPast> {
    const { current, claimed, archived, fresh } = this.#shelf;
    const now = Date.now();
    return {
      identity: { ...this.#identity },
      empty: current.size + claimed.size + archived.size === 0,
      current: new Map(current),
      archived: new Set(archived),
      questions: new Map(this.#questions),
      answers: new Map(this.#answers),
      fresh: new Set(fresh),
      rivals: [...this.#rivals].flatMap(([sign, until]) => (until > now ? [sign] : [])),
    };
  }

  async introduce(part: IdentityPart, value: string, found: readonly PastQuestion[]): Promise<string> {
    const before = this.#identity[part];
    if (before !== undefined) return before;
    this.#identity[part] = value;
    for (const question of found)
      if (this.#questions.get(question.show)?.season === undefined)
        this.#questions.set(question.show, question);
    return value;
  }

  async ask(question: PastQuestion): Promise<void> {
    if (!this.#questions.has(question.show)) this.#questions.set(question.show, question);
  }

  async noteRival(sign: RivalSign, duration: Milliseconds): Promise<void> {
    this.#rivals.set(sign, Date.now() + duration);
  }

  async forgetRival(sign: RivalSign): Promise<void> {
    this.#rivals.delete(sign);
  }

  async withdraw(show: ShowId): Promise<void> {
    this.#questions.delete(show);
  }

  async answer(show: ShowId, how: 'fresh' | 'restored', season?: SeasonId): Promise<void> {
    const { current, claimed, fresh, lost } = this.#shelf;
    this.#questions.delete(show);
    this.#answers.set(show, randomUUID());
    if (how === 'restored') {
      fresh.delete(show);
      return;
    }
    fresh.add(show);
    if (season === undefined) return;
    claimed.set(show, Math.max(claimed.get(show) ?? 0, Number(season.slice(show.length + 1))));
    if (current.get(show) === season) current.delete(show);
    lost.add(season);
  }
}
