import { botAlerts, type Milliseconds } from '../../core/ids.ts';
import type { Context } from '../context.ts';
import { startedSeasons } from '../live-seasons.ts';
import type { Show } from '../shows/show.ts';
import { examineConnections } from './examine-connections.ts';
import { examineSeasons } from './set-aside.ts';

/** The longest pause between two readings of the seasons that are set aside; the pauses grow up to this. */
const EXAMINE_EVERY: Milliseconds = 60_000;

/** Reads what is stored, to find what this program cannot read. */
export interface Examiner {
  /** Reads everything, before the start. Never rejects. */
  all(): Promise<void>;
  /**
   * Reads again what was unreadable, if it is time: a person may have repaired it, or Redis was in trouble at the
   * first reading.
   */
  again(): Promise<void>;
}

export function createExaminer(
  context: Context,
  shows: readonly Show[],
  uptime: () => Milliseconds,
  signal: AbortSignal,
): Examiner {
  let seasonsAt = uptime();
  let connectionsAt = uptime();
  /** Since when any season has been set aside. */
  let asideSince = uptime();
  return {
    async all() {
      try {
        await examineSeasons(context, [...(await startedSeasons(context)), botAlerts]);
        await examineConnections(context, shows);
      } catch (error) {
        if (!signal.aborted)
          context.log.warn({ error }, 'what is stored of the seasons could not be looked at');
      }
    },

    async again() {
      if (uptime() - connectionsAt > EXAMINE_EVERY) {
        connectionsAt = uptime();
        await examineConnections(context, shows);
      }
      const set = context.aside.all();
      if (set.length === 0) asideSince = uptime();
      const pause = Math.min(EXAMINE_EVERY, Math.max(context.tempo.sweepEvery, (uptime() - asideSince) / 4));
      if (set.length === 0 || uptime() - seasonsAt < pause) return;
      seasonsAt = uptime();
      await examineSeasons(context, set);
    },
  };
}
