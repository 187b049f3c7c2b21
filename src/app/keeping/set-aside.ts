import { botAlerts, type SeasonId, type ShowId, showOf } from '../../core/ids.ts';
import { isUnreadable } from '../../ports/stores/unreadable.ts';
import type { Context, SettingAside } from '../context.ts';
import { raiseBotAlert } from '../deliveries/raise-bot-alert.ts';
import { setAlertsAside } from './set-alerts-aside.ts';

/**
 * Reads all stored data of these seasons. Sets aside seasons that can't be read, and takes back those that
 * can be read again.
 */
export async function examineSeasons(context: SettingAside, seasons: readonly SeasonId[]): Promise<void> {
  for (const season of seasons) {
    const fault = await context.seasons.fault(season);
    if (fault !== undefined) await setAside(context, season, fault);
    else if (context.aside.has(season)) {
      context.aside.take(season);
      context.log.info({ season }, 'the stored data of this season can be read again; it continues');
    }
  }
}

/**
 * Does something in a season, unless it is set aside. If it turns out that the season can't be read, it is set aside,
 * and the caller continues with the other seasons.
 */
export async function unlessUnreadable<Result>(
  context: SettingAside,
  season: SeasonId,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  if (context.aside.has(season)) return undefined;
  try {
    return await work();
  } catch (error) {
    const fault = await faultBehind(context, season, error);
    if (fault === undefined) throw error;
    await setAside(context, season, fault);
    return undefined;
  }
}

/** A record with a wrong shape is not noticed when it is read, but when it is used. */
async function faultBehind(
  context: Pick<Context, 'seasons'>,
  season: SeasonId,
  error: unknown,
): Promise<string | undefined> {
  if (isUnreadable(error)) return (error as Error).message;
  if (!(error instanceof TypeError || error instanceof RangeError)) return undefined;
  return context.seasons.fault(season).catch(() => undefined);
}

/** Like `unlessUnreadable`, for the season that a show plays. */
export async function unlessItsSeasonIs<Result>(
  context: SettingAside,
  show: ShowId,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  const season = await context.seasons.current(show);
  return season === undefined ? work() : unlessUnreadable(context, season, work);
}

async function setAside(context: SettingAside, season: SeasonId, why: string): Promise<void> {
  if (season === botAlerts) return setAlertsAside(context, why);
  if (context.aside.why(season) === why) return;
  const show = showOf(season);
  context.aside.put(season, why, (await context.seasons.current(show)) === season);
  context.log.error(
    { season, why },
    'a season cannot be read and is set aside; all others continue. Restore a backup of it, or ask for help with these lines',
  );
  await raiseBotAlert(context, `${season}\n${why}`, {
    code: 'season-unreadable',
    season,
    why,
  });
}
