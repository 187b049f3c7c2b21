import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../../config/settings.ts';
import { openKeeping } from '../../src/compose/keeping.ts';
import type { Account } from './accounts.ts';
import { traces } from './redis-process.ts';
import type { Show } from './stage.ts';

/** The running bot checks every season at least once in this time; what it writes then would be left behind. */
const ONE_SWEEP_MS = 3_500;
/** A season stays while its polls may still be counted: their platform has not confirmed them, or removed the bot. */
const MAY_STAY = /still being counted/;

type ShowId = Parameters<Awaited<ReturnType<typeof openKeeping>>['archive']>[0];

/**
 * Archives every season that has ended, as an operator does while the bot runs.
 * @returns by show what is wrong: what could not be archived, or is left in Redis.
 */
export async function archiveSeasons(
  settings: Settings,
  accounts: ReadonlyMap<Show, Account>,
  socket: string,
): Promise<ReadonlyMap<Show, readonly string[]>> {
  const faults = new Map<Show, readonly string[]>();
  const archived = new Map<Show, readonly string[]>();
  const keeping = await openKeeping(settings, { alone: false });
  try {
    for (const [show, { status }] of accounts) {
      if (status.state !== 'ended') continue;
      const results = await keeping.archive(show.script.show as ShowId);
      const kept = results.flatMap((result) => (result.status === 'kept' ? [result.why] : []));
      const wrong = kept.filter((why) => !MAY_STAY.test(why));
      faults.set(
        show,
        wrong.map((why) => `it cannot be archived: ${why}`),
      );
      if (kept.length === 0) {
        archived.set(
          show,
          results.map(({ season }) => season),
        );
      }
    }
    await sleep(ONE_SWEEP_MS);
    for (const [show, seasons] of archived) {
      const left = (await Promise.all(seasons.map((season) => traces(socket, season)))).flat();
      if (seasons.length === 0) faults.set(show, ['the archive knows no season of it']);
      else if (left.length > 0)
        faults.set(show, [`after it was archived Redis still has ${left.join(', ')}`]);
    }
  } finally {
    await keeping.close();
  }
  return faults;
}
