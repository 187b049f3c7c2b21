import { formerSeason, type SeasonId } from '../core/ids.ts';
import type { Context, SettingAside } from './context.ts';
import { unlessUnreadable } from './keeping/set-aside.ts';

/**
 * Seasons in which something may still be owed: every show's current one, and the one before it, whose last messages
 * and native polls outlive the start of the next.
 */
export async function startedSeasons({ seasons }: Pick<Context, 'seasons'>): Promise<readonly SeasonId[]> {
  const current = [...(await seasons.all()).values()];
  return current.flatMap((season) => {
    const former = formerSeason(season);
    return former === undefined ? [season] : [season, former];
  });
}

/** Those that can be read. */
export async function liveSeasons(context: Pick<Context, 'seasons' | 'aside'>): Promise<readonly SeasonId[]> {
  return (await startedSeasons(context)).filter((season) => !context.aside.has(season));
}

/** One after the other. If one turns out to be unreadable it is set aside, and the others follow. */
export async function inLiveSeasons(
  context: SettingAside,
  work: (season: SeasonId) => Promise<void>,
): Promise<void> {
  for (const season of await liveSeasons(context))
    await unlessUnreadable(context, season, () => work(season));
}
