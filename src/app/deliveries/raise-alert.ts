import { createHash } from 'node:crypto';
import {
  type DeliveryId,
  deliveryId,
  type Instant,
  type Milliseconds,
  type OutletId,
  type PlatformName,
  type SeasonId,
} from '../../core/ids.ts';
import type { ProblemCode, ToldProblem } from '../../core/outlet-cause.ts';
import type { Alert } from '../../core/season/effects.ts';
import type { Delivery, Settlement } from '../../ports/stores/delivery-ledger.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import type { Alerting, Context } from '../context.ts';
import { isSamePlace } from '../shows/address.ts';
import { isTrouble, troubleSince } from '../shows/outlet-trouble.ts';
import { tellShowrunners } from './fan-out.ts';
import { noteRefusal } from './note-refusal.ts';

/**
 * A platform may report one loss several times within moments. And the owner of a community can remove the bot and add
 * it again as often as they like.
 */
const SAME_LOSS_WITHIN: Milliseconds = 86_400_000;

/** Identifies a removal from a community: one a day. */
export const aboutLoss = (platform: PlatformName, community: string, now: Instant): string =>
  `${platform}\n${community}\n${Math.floor(now / SAME_LOSS_WITHIN)}`;

/** That a message could not be posted there is nothing new then. */
async function isLossTold(
  context: Pick<Context, 'outlets' | 'ledger' | 'clock'>,
  season: SeasonId,
  { outlet }: SeasonOutlet,
): Promise<boolean> {
  const { community, address } = outlet;
  const now = await context.clock.now();
  for (const at of [now, now - SAME_LOSS_WITHIN]) {
    const number = alertNumber(season, 'community-left', aboutLoss(address.platform, community, at));
    if (await isTold(context, season, number)) return true;
  }
  return false;
}

/**
 * If a refusal reports the removal too, it replaces the alert about the removal: whichever comes first is sent.
 */
async function lossNumber(
  { clock }: Pick<Context, 'clock'>,
  season: SeasonId,
  { outlet }: SeasonOutlet,
): Promise<number> {
  const about = aboutLoss(outlet.address.platform, outlet.community, await clock.now());
  return alertNumber(season, 'community-left', about);
}

/** With these a platform answers when the bot was removed from the community; with the latter also where it only cannot see. */
const REMOVED: ReadonlySet<string> = new Set<ProblemCode>([
  'removed',
  'not-a-member',
  'unknown-server',
  'banned',
]);
const mayBeRemoval = ({ code }: ToldProblem): boolean =>
  REMOVED.has(code) || code === 'missing-permission:VIEW_CHANNEL';

/** 44 bits: a safe integer, and far above the numbers of alerts that a season's own events owe. */
const DIGITS = 11;

/**
 * Alerts showrunners about something that is not an event of the season.
 * @param about identifies the occasion; each one is reported once.
 */
export async function raiseAlert(
  context: Alerting,
  season: SeasonId,
  about: string,
  alert: Alert,
): Promise<void> {
  await raiseNumbered(context, season, alertNumber(season, alert.code, about), alert);
}

async function raiseNumbered(
  context: Alerting,
  season: SeasonId,
  number: number,
  alert: Alert,
): Promise<void> {
  if (await isTold(context, season, number)) return;
  await tellShowrunners(context, season, number, alert, await context.clock.now());
}

/** Strangers can cause some of these as often as they like: then not even the log repeats it. */
async function isTold(
  context: Pick<Context, 'outlets' | 'ledger'>,
  season: SeasonId,
  number: number,
): Promise<boolean> {
  const places = (await context.outlets.all(season)).filter(
    ({ alertsOnly, leftAt }) => alertsOnly === true && leftAt === undefined,
  );
  if (places.length === 0) return false;
  const ids = places.map(({ id }) => id);
  return (await context.ledger.listOf(season, deliveryId('alert', number), ids)).size === ids.length;
}

/** The same for the same occasion, so that its alert is sent once. */
export function alertNumber(season: SeasonId, code: string, about: string): number {
  const digest = createHash('sha256').update(`${season}\n${code}\n${about}`).digest('hex');
  return 2 ** (DIGITS * 4) + Number.parseInt(digest.slice(0, DIGITS), 16);
}

/** Longer than settling takes; what was not settled by then is checked again. */
const LOOK_AFTER: Milliseconds = 5_000;

/**
 * Settles a delivery, and alerts showrunners if it failed. The alert check is queued before the delivery is settled,
 * so it happens even if this process ends in between. `settle` may run any number of times.
 * @returns whether it was settled.
 */
export async function settleAndTell(
  context: Alerting & Pick<Context, 'states' | 'places' | 'unknownRules'>,
  season: SeasonId,
  delivery: Delivery,
  outlet: SeasonOutlet | undefined,
  settlement: Settlement,
  settle: () => Promise<boolean>,
): Promise<boolean> {
  if (!mayAlert(delivery, settlement) || outlet === undefined) return settle();
  const effect = `check.${outlet.id}.${delivery.id}`;
  const dueAt = (await context.clock.now()) + LOOK_AFTER;
  const check = { kind: 'check-delivery', dueAt, outlet: outlet.id, delivery: delivery.id } as const;
  await context.outbox.owe(season, effect, check);
  const settled = await settle();
  // The platform may be about to report that the bot was removed. Then one alert covers both, when the check
  // is due.
  if (settled && settlement.kind === 'refused' && mayBeRemoval(settlement.problem)) {
    await context.jobs.effect(season, effect, dueAt);
    return true;
  }
  if (settled) await alertOnTrouble(context, season, delivery, outlet, settlement);
  await context.outbox.done(season, effect);
  return settled;
}

/** @returns when to check again, if the delivery is not settled yet. */
export async function checkDelivery(
  context: Alerting & Pick<Context, 'states' | 'places' | 'unknownRules'>,
  season: SeasonId,
  outlet: OutletId,
  id: DeliveryId,
  now: Instant,
): Promise<Instant | undefined> {
  const delivery = await context.ledger.find(season, outlet, id);
  if (delivery === undefined) return undefined;
  const { status } = delivery;
  if (status.kind === 'sending') return now + LOOK_AFTER;
  if (status.kind !== 'unknown' && status.kind !== 'refused') return undefined;
  await alertOnTrouble(context, season, delivery, await context.outlets.find(season, outlet), status);
  return undefined;
}

/** Alerts about alerts would never end. */
const mayAlert = ({ kind }: Delivery, settlement: Settlement): boolean =>
  kind !== 'alert' &&
  (settlement.kind === 'unknown' || (settlement.kind === 'refused' && isTrouble(settlement.problem)));

/**
 * Alerts about a delivery that only a person can settle, or that its platform refused. Each of the former is reported,
 * unless the operator wants them left as they are.
 * If an outlet refuses one message after another for the same reason, only the first refusal is, until a message
 * succeeds in between.
 */
export async function alertOnTrouble(
  context: Alerting & Pick<Context, 'states' | 'places' | 'unknownRules'>,
  season: SeasonId,
  delivery: Delivery,
  outlet: SeasonOutlet | undefined,
  settlement: Settlement,
): Promise<void> {
  const { id, attempts } = delivery;
  if (outlet === undefined || !mayAlert(delivery, settlement)) return;
  const where = { outlet: outlet.id, name: outlet.outlet.name, delivery: id };
  if (settlement.kind === 'unknown') {
    if (context.unknownRules[outlet.outlet.address.platform] === 'leave') return;
    const about = `${outlet.id}\n${id}\n${attempts}`;
    await raiseAlert(context, season, about, { code: 'delivery-unknown', ...where, why: settlement.why });
  } else if (settlement.kind === 'refused') {
    const { code, ...problem } = settlement.problem;
    const about = `${outlet.id}\n${await troubleSince(context, season, delivery, settlement.problem)}\n${code}`;
    if (!(await isLossTold(context, season, outlet))) {
      const number = REMOVED.has(code)
        ? await lossNumber(context, season, outlet)
        : alertNumber(season, 'outlet-refused', about);
      const alert = { code: 'outlet-refused', ...where, cause: code, ...problem } as const;
      await raiseNumbered(context, season, number, alert);
    }
    const show = (await context.states.load(season)).season?.story.id;
    await noteRefusal(
      context,
      (place) =>
        place.owner === show && place.outlet !== undefined && isSamePlace(place.outlet, outlet.outlet),
      settlement.problem,
    );
  }
}
