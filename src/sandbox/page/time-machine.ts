import type { Town } from '../audience/town.ts';
import type { BotProcess } from '../bot/bot-process.ts';
import { clockAhead, setAhead } from '../bot/travel.ts';
import type { Reply } from './actions/action.ts';
import type { TallyPart, TimePart } from './state.ts';

/** A moment a little later than the promised one is certainly not before it, on any clock. */
const PAST_IT_MS = 50;
/** The audience votes in steps; those that were due on the way come first. */
const VOTES_FIRST_MS = 120;

/** Lets time pass for everybody at once: both platforms, the audience and the bot. */
export class TimeMachine {
  readonly #town: Town;
  readonly #bot: BotProcess;
  readonly #tally: () => TallyPart;

  constructor(town: Town, bot: BotProcess, tally: () => TallyPart) {
    this.#town = town;
    this.#bot = bot;
    this.#tally = tally;
  }

  get part(): TimePart {
    return { ahead: clockAhead(), next: this.#next() };
  }

  /** @param by milliseconds, or to what happens next */
  async move(by: number | 'next'): Promise<Reply> {
    const next = this.#next();
    if (by === 'next' && next === null) return { error: 'Nothing is scheduled: somebody has to act first' };
    const step = by === 'next' ? (next?.at ?? 0) - Date.now() + PAST_IT_MS : by;
    setAhead(clockAhead() + Math.max(0, step));
    await new Promise((resolve) => setTimeout(resolve, VOTES_FIRST_MS));
    this.#bot.setAhead(clockAhead());
    const { discord, telegram } = this.#town;
    discord.closeDuePolls();
    telegram.closeDuePolls();
    return {};
  }

  #next(): TimePart['next'] {
    const { rounds, next, opening } = this.#tally();
    const now = Date.now();
    const moments = [
      ...rounds.flatMap(({ open, closesAt }) =>
        open && closesAt !== null ? [{ at: closesAt, what: 'the vote closes' }] : [],
      ),
      ...(opening === null ? [] : [{ at: opening, what: 'the vote opens' }]),
      ...(next === null || next.at === null ? [] : [{ at: next.at, what: `${next.title} comes out` }]),
    ].filter(({ at }) => at > now);
    return moments.sort((one, other) => one.at - other.at)[0] ?? null;
  }
}
