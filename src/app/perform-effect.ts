import type { Instant, SeasonId } from '../core/ids.ts';
import type { Effect } from '../core/season/effects.ts';
import type { EffectId } from '../ports/season-store.ts';
import { advanceSeason } from './advance-season.ts';
import { closePolls } from './close-polls.ts';
import type { Context } from './context.ts';
import { alertShowrunners, fanOut } from './fan-out.ts';
import { settleRound } from './settle-round.ts';

/**
 * Performs an owed effect and strikes it off. Crashing in between performs it again, which every effect allows;
 * one that is not owed any more is left alone.
 */
export async function performEffect(context: Context, season: SeasonId, id: EffectId): Promise<void> {
  const effect = await context.seasons.owed(season, id);
  if (effect === undefined) return;
  const now = await context.clock.now();
  if (now < effect.dueAt) {
    await context.jobs.effect(season, id, effect.dueAt);
    return;
  }
  context.metrics.lag(now - effect.dueAt);
  await perform(context, season, id, effect, now);
  await context.seasons.done(season, id);
}

async function perform(
  context: Context,
  season: SeasonId,
  id: EffectId,
  effect: Effect,
  now: Instant,
): Promise<void> {
  switch (effect.kind) {
    case 'wake':
      await advanceSeason(context, season, (at) => ({ type: 'tick', at }));
      return;
    case 'deliver':
      return fanOut(context, season, effect, now);
    case 'close-polls':
      return closePolls(context, season, effect.round, now);
    case 'settle':
      return settleRound(context, season, effect.round);
    case 'alert':
      return alertShowrunners(context, season, id, effect.alert, now);
  }
}
