import type { Milliseconds, ShowId } from '../../core/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { type ArchivingStores, archiveShow } from './archive-season.ts';

const LOOK_EVERY: Milliseconds = 3_600_000;

export interface Retention {
  readonly show: ShowId;
  /** How long a season stays after its end. */
  readonly retention: Milliseconds;
}

/** Archives the seasons whose retention is over, now and every hour. */
export function archiveDue(
  parts: { readonly stores: ArchivingStores; readonly clock: Clock; readonly log: Log },
  shows: readonly Retention[],
): { stop(): Promise<void> } {
  const { stores, clock, log } = parts;
  let looking: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    for (const { show, retention } of shows) {
      try {
        const now = await clock.now();
        for (const result of await archiveShow(stores, show, now, now - retention)) {
          if (result.status === 'archived') log.info(result, 'season archived: its retention is over');
          else log.debug(result, 'season kept');
        }
      } catch (error) {
        log.warn({ show, error }, 'could not archive a show; the next attempt is in an hour');
      }
    }
  }

  const lookNext = () => {
    looking = looking.then(look);
  };
  if (shows.length === 0) return { stop: async () => undefined };
  lookNext();
  const timer = setInterval(lookNext, LOOK_EVERY);
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
