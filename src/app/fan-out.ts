import { deliveryId, type Instant, type OutletId, roundNumber, type SeasonId } from '../core/ids.ts';
import type { Alert, Effect } from '../core/season/effects.ts';
import { NEWS_EXPIRES_AFTER } from '../core/season/owe.ts';
import { findRound } from '../core/season/state.ts';
import type { Delivery, NewDelivery } from '../ports/delivery-ledger.ts';
import type { EffectId, SeasonOutlet } from '../ports/season-store.ts';
import { loadSeason } from './advance-season.ts';
import type { Context } from './context.ts';

/** Owes one message to every outlet that takes part, and wakes those that send. */
export async function fanOut(
  context: Context,
  season: SeasonId,
  effect: Extract<Effect, { kind: 'deliver' }>,
  now: Instant,
): Promise<void> {
  const outlets = (await context.seasons.outlets(season)).filter((one) => one.alertsOnly !== true);
  const taking = await takingPart(context, season, effect, outlets);
  const deliveries = taking.map(
    ({ id }): NewDelivery => ({
      id: deliveryId(effect.delivery, effect.number),
      outlet: id,
      kind: effect.delivery,
      number: effect.number,
      expiresAt: effect.expiresAt,
    }),
  );
  await oweAndWake(context, season, outlets, deliveries, now);
}

/**
 * A drop goes to every outlet that plays now. What belongs to a round goes where its episode was dropped, and a
 * reminder only where there is a poll to be reminded of.
 */
async function takingPart(
  context: Context,
  season: SeasonId,
  effect: Extract<Effect, { kind: 'deliver' }>,
  outlets: readonly SeasonOutlet[],
): Promise<readonly SeasonOutlet[]> {
  const playing = outlets.filter((one) => one.leftAt === undefined);
  if (effect.delivery === 'drop') return playing;
  const { season: state } = await loadSeason(context.seasons, season);
  const round = state === undefined ? undefined : findRound(state, roundNumber(effect.number));
  if (round === undefined) return [];
  const ledger = await context.ledger.list(season);
  const needed =
    effect.delivery === 'reminder'
      ? (one: Delivery) => one.id === deliveryId('poll', round.number) && one.status.kind === 'sent'
      : (one: Delivery) => one.id === deliveryId('drop', round.release);
  const there = new Set<OutletId>(ledger.filter(needed).map((one) => one.outlet));
  return playing.filter((one) => there.has(one.id));
}

/** Tells the showrunners' own channels, where the operator's file names any; the log is told in any case. */
export async function alertShowrunners(
  context: Context,
  season: SeasonId,
  id: EffectId,
  alert: Alert,
  now: Instant,
): Promise<void> {
  context.log.warn({ season, alert }, `a showrunner is needed: ${alert.code.replaceAll('-', ' ')}`);
  const outlets = (await context.seasons.outlets(season)).filter(
    (one) => one.alertsOnly === true && one.leftAt === undefined,
  );
  const number = Number(id.replace('.', '0'));
  const deliveries = outlets.map(
    (one): NewDelivery => ({
      id: deliveryId('alert', number),
      outlet: one.id,
      kind: 'alert',
      number,
      expiresAt: now + NEWS_EXPIRES_AFTER,
      alert,
    }),
  );
  await oweAndWake(context, season, outlets, deliveries, now);
}

async function oweAndWake(
  context: Context,
  season: SeasonId,
  outlets: readonly SeasonOutlet[],
  deliveries: readonly NewDelivery[],
  now: Instant,
): Promise<void> {
  if (deliveries.length === 0) return;
  const platforms = new Map(outlets.map((one) => [one.id, one.outlet.address.platform]));
  const urgent = deliveries.some(({ kind }) => kind !== 'drop');
  const waiting = await context.ledger.owe(season, deliveries, now);
  await Promise.all(
    waiting.map(async (outlet) => {
      const platform = platforms.get(outlet);
      if (platform !== undefined) await context.jobs.delivery(platform, season, outlet, { urgent });
    }),
  );
}
