import type { Instant, SeasonId } from '../core/ids.ts';
import type { Effect } from '../core/season/effects.ts';
import type { EffectId } from '../ports/stores/outbox.ts';
import type { Advancing, Alerting, Context } from './context.ts';
import { askShowrunners } from './deliveries/ask-showrunners.ts';
import { alertShowrunners, fanOut } from './deliveries/fan-out.ts';
import { followAlert } from './deliveries/follow-alert.ts';
import { checkDelivery } from './deliveries/raise-alert.ts';
import { tellBotAlert } from './deliveries/raise-bot-alert.ts';
import { retractRelease } from './deliveries/retract-release.ts';
import { updateDropsLater } from './deliveries/update-drops.ts';
import { updateResults } from './deliveries/update-results.ts';
import { advanceSeason } from './season/advance-season.ts';
import { checkWindow } from './season/check-window.ts';
import { closePolls } from './votes/close-polls.ts';
import { settleRound } from './votes/settle-round.ts';

/** Due effects of one season to check for those that go first. */
const MOST_EARLIER = 500;

/**
 * Performs an owed effect and removes it from the outbox. After a crash in between it is performed again,
 * which every effect allows. An effect that is no longer owed is ignored.
 */
export async function performEffect(context: Context, season: SeasonId, id: EffectId): Promise<void> {
  const effect = await context.outbox.owed(season, id);
  if (effect === undefined) return;
  const now = await context.clock.now();
  if (now < effect.dueAt) {
    await context.jobs.effect(season, id, effect.dueAt);
    return;
  }
  context.metrics.lag(now - effect.dueAt);
  const again = await perform(context, season, id, effect, now);
  if (again === undefined) return context.outbox.done(season, id);
  const next = typeof again === 'number' ? { ...effect, dueAt: again } : again;
  if (await context.outbox.postpone(season, id, next)) await context.jobs.effect(season, id, next.dueAt);
}

/** @returns when to retry, or what is left to do, if the effect is not done yet. */
async function perform(
  context: Context,
  season: SeasonId,
  id: EffectId,
  effect: Effect,
  now: Instant,
): Promise<Instant | Effect | undefined> {
  switch (effect.kind) {
    case 'wake':
      await windowsFirst(context, season, now);
      await advanceSeason(context, season, (at) => ({ type: 'tick', at }));
      return undefined;
    case 'deliver':
      await deliverEarlier(context, season, id, now);
      await fanOut(context, season, effect, now);
      return undefined;
    case 'update-results':
      return updateResults(context, season, effect, now);
    case 'update-drops':
      return updateDropsLater(context, season, effect.episode, now);
    case 'retract':
      return retractRelease(context, season, effect.release, now);
    case 'close-polls':
      // After a long absence a round may open and close at once: its polls are owed, and then given up
      // explicitly.
      await deliverEarlier(context, season, id, now);
      await closePolls(context, season, effect.round, now);
      return undefined;
    case 'settle':
      return settleRound(context, season, effect.round);
    case 'alert':
      await alertShowrunners(context, season, id, effect.alert, now);
      return undefined;
    case 'ask':
      return askShowrunners(context, season, effect.round, now);
    case 'check-window':
      await checkWindow(context, season, effect.round, effect.dueAt, now);
      return undefined;
    case 'check-delivery':
      return checkDelivery(context, season, effect.outlet, effect.delivery, now);
    case 'follow-alert':
      return followAlert(context, season, effect, now);
    case 'bot-alert':
      return tellBotAlert(context, effect, now);
  }
}

/**
 * Several effects run at a time, but messages must be owed in the order in which they were caused: if a poll looked
 * for its drop before that was owed, it would go to no outlet. So whatever is due before it is owed first; owing twice
 * is harmless.
 */
async function deliverEarlier(
  context: Pick<Context, 'states' | 'outbox' | 'outlets' | 'ledger' | 'jobs' | 'log'>,
  season: SeasonId,
  id: EffectId,
  now: Instant,
): Promise<void> {
  for (const { id: earlier, effect } of await context.outbox.overdue(season, now, MOST_EARLIER)) {
    if (earlier === id) return;
    if (effect.kind === 'deliver') await fanOut(context, season, effect, now);
  }
}

/**
 * After an absence, the check at half of a window is due together with what comes later in it. It may move the
 * deadline, and with it the reminder and the end, so it goes first. The effect itself is removed by its own job, which
 * then finds nothing to do.
 */
async function windowsFirst(
  context: Advancing & Alerting & Pick<Context, 'ballots'>,
  season: SeasonId,
  now: Instant,
): Promise<void> {
  for (const { effect } of await context.outbox.overdue(season, now, MOST_EARLIER)) {
    if (effect.kind === 'check-window') await checkWindow(context, season, effect.round, effect.dueAt, now);
  }
}
