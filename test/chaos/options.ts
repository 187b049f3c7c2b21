import { parseArgs } from 'node:util';
import { StartupError } from '../../src/ports/startup-error.ts';
import type { Fault } from './faults/fault.ts';
import { FAULTS } from './faults/faults.ts';
import { SHORTEST_VOTE_MS, SHOWS } from './script.ts';

export interface ChaosOptions {
  /** Rounded up to whole batches. */
  readonly seasons: number;
  readonly seed: number;
  /** The seed of one batch, to play it alone. */
  readonly only: number | undefined;
  readonly voteMs: number;
  /** Used in every batch, instead of the fault that the seed chooses. */
  readonly fault: Fault | undefined;
}

/** A batch's seed contains the run's seed and the batch's place in it. */
const BATCHES_A_RUN = 1_000;
const MOST_SEASONS = (BATCHES_A_RUN - 1) * SHOWS;
const MOST_SEED = 2 ** 31 - 1;

export const CHAOS_HELP = `npm run chaos -- [options]

Plays seasons, ${SHOWS} at once in one bot, on stand-ins of Discord and Telegram, breaks something in each batch, and
compares what was posted and decided with the platforms' own counts.

  --seasons N   how many seasons (default 200; ${SHOWS} are a batch)
  --seed N      other faults at other moments for another number (default 1)
  --lasts N     seconds that each vote lasts (default 5, at most 60); longer on a busy machine
  --only SEED   one batch alone, by the seed that was printed for it
  --fault NAME  this fault in every batch; one of: ${FAULTS.map(({ name }) => name).join(', ')}`;

/** @returns undefined if help was requested. @throws StartupError for wrong usage */
export function readChaosOptions(args: readonly string[]): ChaosOptions | undefined {
  const values = parse(args);
  if (values.help === true) return undefined;
  const { fault: name, only } = values;
  const fault = FAULTS.find((one) => one.name === name);
  if (name !== undefined && fault === undefined) {
    throw wrong('fault', name, `one of ${FAULTS.map((one) => one.name).join(', ')}`);
  }
  return {
    seasons: wholeNumber('seasons', String(values.seasons), 1, MOST_SEASONS),
    seed: wholeNumber('seed', String(values.seed), 0, MOST_SEED),
    voteMs: 1_000 * wholeNumber('lasts', String(values.lasts), SHORTEST_VOTE_MS / 1_000, 60),
    only: only === undefined ? undefined : wholeNumber('only', String(only), 0, MOST_SEED * BATCHES_A_RUN),
    fault,
  };
}

/** @param index counts the batches of a run from 0. */
export const batchSeed = (seed: number, index: number): number => seed * BATCHES_A_RUN + index;

/** The run that a batch's seed belongs to, and its place there. */
export const placeOf = (only: number): { readonly seed: number; readonly index: number } => ({
  seed: Math.floor(only / BATCHES_A_RUN),
  index: only % BATCHES_A_RUN,
});

function parse(args: readonly string[]): Readonly<Record<string, string | boolean | undefined>> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seasons: { type: 'string', default: '200' },
        seed: { type: 'string', default: '1' },
        lasts: { type: 'string', default: String(SHORTEST_VOTE_MS / 1_000) },
        only: { type: 'string' },
        fault: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
      strict: true,
      allowPositionals: false,
    });
    return values;
  } catch (error) {
    throw new StartupError(error instanceof Error ? error.message : String(error), `\n${CHAOS_HELP}`, {
      exitCode: 2,
    });
  }
}

function wholeNumber(name: string, value: string, least: number, most: number): number {
  if (/^\d{1,13}$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value);
  throw wrong(name, value, `a whole number from ${least} to ${most}`);
}

function wrong(name: string, value: unknown, right: string): StartupError {
  return new StartupError(`--${name} is ${JSON.stringify(value)}`, `Give it ${right}.`, { exitCode: 2 });
}
