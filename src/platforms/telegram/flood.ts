import { backoff } from '../../core/backoff.ts';
import type { Milliseconds } from '../../core/ids.ts';

/** Pauses after an answer that names none; doubled with each one after the last pause was over. */
const PAUSES = {
  /** Too many requests, said by something on the way (a page without a number). */
  flood: { first: 2_000, most: 300_000 },
  /** A gateway that does not reach the Bot API: what is sent now may get lost. The first such answer may be a hiccup. */
  gateway: { first: 1_000, most: 10_000 },
} as const;

/** A platform that asks for less, or for nothing sensible, is asked again no sooner than this … */
const SHORTEST: Milliseconds = 1_000;
/** … and one that asks for days no later. */
const LONGEST: Milliseconds = 3_600_000;

/** Growing pauses of one process; the shared limiter carries them to the others. */
export interface Flood {
  /** How long every call has to wait now; 0 where nothing is known against it. */
  rest(): Milliseconds;
  /** Whether the last answer asked for a pause: then calls go out one at a time, to see whether it is over. */
  readonly isWary: boolean;
  /** @returns the pause to hold from now on, perhaps 0. Answers to calls that were under way do not make it grow. */
  pauseAfter(kind: keyof typeof PAUSES, atLeast?: Milliseconds): Milliseconds;
  /** The platform answered as it should. */
  calm(): void;
}

export function createFlood(now: () => Milliseconds = () => performance.now()): Flood {
  let until = 0;
  let answers = 0;
  const rest = () => Math.max(0, until - now());
  return {
    rest,
    get isWary() {
      return answers > 0;
    },
    pauseAfter(kind, atLeast = 0) {
      if (rest() > 0) return rest();
      const grown = backoff(PAUSES[kind], answers + 1);
      const pause = Math.max(kind === 'gateway' && answers === 0 ? 0 : grown, atLeast);
      answers += 1;
      until = now() + pause;
      return pause;
    },
    calm() {
      if (rest() === 0) answers = 0;
    },
  };
}

/**
 * A wait that a platform asked for.
 * @param value `parameters.retry_after` or `Retry-After`: seconds as a number or text, or a date.
 * @returns undefined where it names no time.
 */
export function namedPause(value: unknown, now: number = Date.now()): Milliseconds | undefined {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof seconds === 'number' && Number.isFinite(seconds)) return bounded(seconds * 1_000);
  const date = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : bounded(date - now);
}

/** Nothing and less than nothing is no pause that anybody meant. */
function bounded(pause: Milliseconds): Milliseconds | undefined {
  return pause > 0 ? Math.min(Math.max(Math.ceil(pause), SHORTEST), LONGEST) : undefined;
}
