import { formerSeason, type SeasonId } from '../core/ids.ts';
import type { SeasonStore } from '../ports/season-store.ts';

/**
 * Seasons in which something may still be owed: every show's current one, and the one before it, whose last messages
 * and native polls outlive the start of the next.
 */
export async function liveSeasons(seasons: SeasonStore): Promise<readonly SeasonId[]> {
  const current = [...(await seasons.all()).values()];
  return current.flatMap((season) => {
    const former = formerSeason(season);
    return former === undefined ? [season] : [season, former];
  });
}
