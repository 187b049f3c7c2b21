import { setTimeout as sleep } from 'node:timers/promises';
import type { Reports } from '../../compose/reports.ts';

/** What the bot has stored, read by somebody else. */
type Watched = Reports['watched'];
type SeasonId = Parameters<Watched['seasons']['read']>[0];
export type SeasonEvent = Awaited<ReturnType<Watched['seasons']['read']>>['events'][number];
export type EventOf<Type extends SeasonEvent['type']> = Extract<SeasonEvent, { type: Type }>;
export type PlannedRound = EventOf<'round-planned'>['round'];

/** A vote as the bot itself sees it at this moment. */
export interface LiveTally {
  readonly round: PlannedRound;
  /** In the order of the options. */
  readonly counts: readonly number[];
  readonly total: number;
}

/** The one season that the bot plays here, read from its own stores. */
export interface SeasonLog {
  readonly show: Parameters<Watched['seasons']['current']>[0];
  /** What was appended since the last call. */
  next(): Promise<readonly SeasonEvent[]>;
  live(round: PlannedRound): Promise<LiveTally>;
}

const LOOK_EVERY_MS = 50;
const START_WITHIN_MS = 30_000;

/**
 * Waits until the season has started.
 * @throws if it does not start
 */
export async function openSeasonLog({ seasons, ballots }: Watched, signal: AbortSignal): Promise<SeasonLog> {
  const [show, season] = await firstSeason(seasons, signal);
  let known: Awaited<ReturnType<Watched['seasons']['read']>>['end'] | undefined;
  return {
    show,
    async next() {
      const { events, end } = await seasons.read(season, known);
      known = end;
      return events;
    },
    async live(round) {
      const polls = await ballots.polls(season, round.number);
      const tallies = await Promise.all(
        polls.map(({ poll, state }) => ('counts' in state ? state.counts : ballots.live(poll.id))),
      );
      const counts = round.options.map(({ id }) => tallies.reduce((sum, tally) => sum + (tally[id] ?? 0), 0));
      return { round, counts, total: counts.reduce((sum, count) => sum + count, 0) };
    },
  };
}

async function firstSeason(
  seasons: Watched['seasons'],
  signal: AbortSignal,
): Promise<readonly [SeasonLog['show'], SeasonId]> {
  for (let waited = 0; waited < START_WITHIN_MS; waited += LOOK_EVERY_MS) {
    const [first] = await seasons.all();
    if (first !== undefined) return first;
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
  throw new Error(`The season did not start within ${START_WITHIN_MS / 1_000} seconds`);
}
