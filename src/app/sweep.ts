import { botAlerts, type Instant, type Milliseconds, type SeasonId } from '../core/ids.ts';
import { isIn, isOver } from '../core/season/state.ts';
import type { Advancing, BotAlerting, Context } from './context.ts';
import { unlessUnreadable } from './keeping/set-aside.ts';
import { liveSeasons } from './live-seasons.ts';

/** Ballots whose poll is still unknown after this long are not ours. */
const HELD_AT_MOST: Milliseconds = 900_000;
/** More effects than this wait for the next sweep. */
const MOST_EFFECTS = 500;

/**
 * Wakes up everything that is owed and not being worked on. Jobs may be lost, stall, fail or run twice without harm,
 * because the stores say what is owed and the sweep queues it again. If a season fails, throws after all seasons are
 * done. Runs at start and on a timer, in any number of processes.
 */
export async function sweep(
  context: Advancing & BotAlerting & Pick<Context, 'outlets' | 'ballots' | 'closings' | 'processes'>,
): Promise<void> {
  const now = await context.clock.now();
  const failures: unknown[] = [];
  for (const season of await liveSeasons(context)) {
    // A season that can't be swept does not hold up the others.
    await unlessUnreadable(context, season, () => sweepSeason(context, season, now)).catch(
      (error: unknown) => {
        context.log.warn({ season, error }, 'the sweep of a season failed');
        failures.push(error);
      },
    );
  }
  await unlessUnreadable(context, botAlerts, () => sweepBotAlerts(context, now)).catch((error: unknown) => {
    context.log.warn({ error }, 'the sweep of the bot’s own alerts failed');
    failures.push(error);
  });
  const dropped = await context.ballots.dropHeld(now - HELD_AT_MOST);
  if (dropped.ballots > 0) {
    context.metrics.dropped('unknown-poll', dropped.ballots);
    context.log.info({ ballots: dropped.ballots, why: 'unknown-poll' }, 'held ballots dropped');
  }
  if (dropped.polls > 0) {
    context.metrics.pollsDropped(dropped.polls);
    context.log.warn({ polls: dropped.polls }, 'too many unknown polls; the oldest were dropped');
  }
  if (failures.length > 0) throw failures[0];
}

async function sweepSeason(
  context: Pick<
    Context,
    'states' | 'outbox' | 'outlets' | 'ledger' | 'ballots' | 'jobs' | 'closings' | 'processes'
  >,
  season: SeasonId,
  now: Instant,
): Promise<void> {
  await sweepEffects(context, season, now);
  await sweepDeliveries(context, season, now);
  await sweepClosings(context, season);
  await context.ballots.discardClosed(season);
}

async function sweepBotAlerts(
  context: Pick<Context, 'outbox' | 'outlets' | 'ledger' | 'jobs' | 'processes'>,
  now: Instant,
): Promise<void> {
  await sweepEffects(context, botAlerts, now);
  await sweepDeliveries(context, botAlerts, now);
}

async function sweepEffects(
  context: Pick<Context, 'outbox' | 'jobs'>,
  season: SeasonId,
  now: Instant,
): Promise<void> {
  for (const { id, effect } of await context.outbox.overdue(season, now, MOST_EFFECTS)) {
    await context.jobs.effect(season, id, effect.dueAt);
  }
}

async function sweepDeliveries(
  context: Pick<Context, 'outlets' | 'ledger' | 'jobs' | 'processes'>,
  season: SeasonId,
  now: Instant,
): Promise<void> {
  // The leases of a killed process: what it had claimed need not wait until they expire.
  await context.ledger.endLeases(season, (lease) => context.processes.isGone(lease), now);
  const claimable = await context.ledger.claimable(season, now);
  if (claimable.length === 0) return;
  const outlets = new Map((await context.outlets.all(season)).map((one) => [one.id, one]));
  for (const id of claimable) {
    const outlet = outlets.get(id);
    if (outlet !== undefined) await context.jobs.delivery(outlet.outlet.address.platform, season, id, {});
  }
}

/**
 * Removes what an interrupted reading left under a closed poll. An open poll is read again, and cleared by
 * that.
 */
async function sweepTraces(
  context: Pick<Context, 'outlets' | 'ballots' | 'jobs' | 'closings'>,
  season: SeasonId,
): Promise<void> {
  for (const id of (await context.closings.traces(season)).keys()) {
    const stored = await context.ballots.find(id);
    if (stored === undefined || stored.state.kind === 'open') continue;
    const outlet = await context.outlets.find(season, stored.outlet);
    const platform = outlet?.outlet.address.platform;
    if (platform !== undefined) await context.jobs.closing(platform, season, stored.round, id, {});
  }
}

/** Polls that are still open natively although their rounds no longer accept votes. */
async function sweepClosings(
  context: Pick<Context, 'states' | 'outlets' | 'ballots' | 'jobs' | 'closings'>,
  season: SeasonId,
): Promise<void> {
  await sweepTraces(context, season);
  const open = await context.ballots.open(season);
  if (open.length === 0) return;
  const { season: state } = await context.states.load(season);
  if (state === undefined) return;
  const outlets = new Map((await context.outlets.all(season)).map((one) => [one.id, one]));
  for (const { round: number, outlet, poll } of open) {
    const round = state.rounds[number - 1];
    if (round === undefined || (!isOver(state) && (isIn(round, 'waiting') || isIn(round, 'voting'))))
      continue;
    const platform = outlets.get(outlet)?.outlet.address.platform;
    if (platform !== undefined)
      await context.jobs.closing(platform, season, number, poll.id, { urgent: true });
  }
}
