import { backoff } from '../../../core/backoff.ts';
import type { Milliseconds } from '../../../core/ids.ts';

/** Pauses after an answer that names none; doubled each time, counted from the end of the last pause. */
const PAUSES = {
  /** Too many requests, according to something in between (a page without a number). */
  flood: { first: 2_000, most: 300_000 },
  /** A gateway that can't reach the Bot API: what is sent now may get lost. The first such answer may be a hiccup. */
  gateway: { first: 1_000, most: 10_000 },
} as const;

/** If a platform asks for less, or for nothing sensible, we wait at least this long … */
const SHORTEST: Milliseconds = 1_000;
/** … and if it asks for days, we wait no longer than this. */
const LONGEST: Milliseconds = 3_600_000;

/** Growing pauses of one process; the shared limiter passes them to the others. */
export interface Flood {
  /** How long every call has to wait now; 0 if nothing speaks against it. */
  rest(): Milliseconds;
  /**
   * Whether the last answer asked for a pause: then calls go out one at a time, to test whether it is over.
   */
  readonly isWary: boolean;
  /** @returns the pause from now on, perhaps 0. Answers to calls that were already running do not make it grow. */
  pauseAfter(kind: keyof typeof PAUSES, atLeast?: Milliseconds): Milliseconds;
  /** The platform gave a normal answer. */
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
 * A pause that a platform asked for.
 * @param value `parameters.retry_after` or `Retry-After`: seconds as a number or text, or a date.
 * @returns undefined if it names no time.
 */
export function namedPause(value: unknown, now: number = Date.now()): Milliseconds | undefined {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof seconds === 'number' && Number.isFinite(seconds)) return bounded(seconds * 1_000);
  const date = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : bounded(date - now);
}

/** Zero or less can't be meant as a pause. */
function bounded(pause: Milliseconds): Milliseconds | undefined {
  return pause > 0 ? Math.min(Math.max(Math.ceil(pause), SHORTEST), LONGEST) : undefined;
}
