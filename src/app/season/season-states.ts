import type { SeasonId } from '../../core/ids.ts';
import type { SeasonEvent } from '../../core/season/events.ts';
import { evolve } from '../../core/season/evolve.ts';
import type { Season } from '../../core/season/state.ts';
import type { LogMark, LogReading, SeasonLog } from '../../ports/stores/season-log.ts';
import { Unreadable } from '../../ports/stores/unreadable.ts';

/** Seasons whose state is cached. Each has its story and its events: some hundred kilobytes. */
const MOST_KEPT = 200;

export interface LoadedSeason {
  /** Undefined for a log without events. */
  readonly season: Season | undefined;
  readonly events: readonly SeasonEvent[];
  /** Number of the events. */
  readonly version: number;
}

/** The states of seasons, replayed from their logs. */
export interface SeasonStates {
  /**
   * The season as its log describes it now.
   * @throws Unreadable if the log can't be read or replayed.
   */
  load(id: SeasonId): Promise<LoadedSeason>;
}

interface Kept extends LoadedSeason {
  readonly end: LogMark;
}

/**
 * Replays each event once: a state is cached with its place in the log, and each load reads only what came after that.
 * The store notices a log that was rewound, replaced or deleted, and then returns all of it.
 * @param most cached seasons; the one that was requested longest ago is dropped first.
 */
export function createSeasonStates(log: Pick<SeasonLog, 'read'>, most = MOST_KEPT): SeasonStates {
  const kept = new Map<SeasonId, Kept>();
  return {
    async load(id) {
      const before = kept.get(id);
      const reading = await log.read(id, before?.end);
      const after = goOn(id, reading.from === 0 ? undefined : before, reading);
      kept.delete(id);
      if (after.version > 0) kept.set(id, after);
      for (const oldest of kept.keys()) {
        if (kept.size <= most) break;
        kept.delete(oldest);
      }
      return after;
    },
  };
}

/** @throws Unreadable if the events do not follow from one another. */
function goOn(id: SeasonId, before: Kept | undefined, { events, end }: LogReading): Kept {
  if (before !== undefined && events.length === 0) return before;
  return { ...replayed(id, events, before), end };
}

/**
 * The state after some events of a log, or after all of them.
 * @throws Unreadable if they do not follow from one another.
 */
export function replayed(id: SeasonId, events: readonly SeasonEvent[], before?: LoadedSeason): LoadedSeason {
  try {
    const season = events.reduce<Season | undefined>(evolve, before?.season);
    const all = before === undefined ? events : [...before.events, ...events];
    return { season, events: all, version: all.length };
  } catch (error) {
    throw new Unreadable(`the log of ${id}: ${(error as Error).message}`);
  }
}
