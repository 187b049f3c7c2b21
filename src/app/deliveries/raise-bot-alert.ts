import { type BotAlert, isUrgentBotAlert } from '../../core/bot-alert.ts';
import {
  botAlerts,
  deliveryId,
  type Instant,
  type Milliseconds,
  type OutletId,
  outletId,
} from '../../core/ids.ts';
import { composeBotAlert } from '../../core/posts/bot-alert.ts';
import type { Notice } from '../../core/posts/content.ts';
import type { Effect } from '../../core/season/effects.ts';
import { NEWS_EXPIRES_AFTER } from '../../core/season/living/owe-growth.ts';
import type { OutletAddress } from '../../ports/platform/outlet.ts';
import type { Delivery, NewDelivery } from '../../ports/stores/delivery-ledger.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import { type BotAlerting, type Context, platformOf } from '../context.ts';
import { unlessAlertsAre } from '../keeping/set-alerts-aside.ts';
import { answerTo, LOOK_AGAIN_AFTER as LOOK_AT_PAST_AFTER } from '../past/follow-question.ts';
import { waitingFor } from '../shows/outlet-requests.ts';
import { markOf } from './delivery-mark.ts';
import { oweAndWake } from './fan-out.ts';
import { alertNumber } from './raise-alert.ts';

/** An alerts place that the platform could not describe yet is looked up again after this. */
const LOOK_AGAIN_AFTER: Milliseconds = 30_000;
/** An alert that is being sent is rewritten after this. */
const BEING_SENT: Milliseconds = 2_000;

/**
 * Alerts showrunners about something that belongs to no season. It is stored before this resolves, and sent like a
 * season's alerts, by any process that works. A place that can't be reached now gets it when it can, within a day.
 * @param about identifies the occasion; each one is reported once, however often this is called.
 * @throws when Redis is away.
 */
export async function raiseBotAlert(context: BotAlerting, about: string, alert: BotAlert): Promise<void> {
  const number = alertNumber(botAlerts, alert.code, about);
  const told = await unlessAlertsAre(context, async () => {
    await raise(context, number, alert);
    return true;
  });
  if (told === undefined && context.aside.isFirstUntold(number)) logNeed(context, alert);
}

async function raise(
  context: Pick<Context, 'outbox' | 'ledger' | 'jobs' | 'clock' | 'platforms' | 'log' | 'alertPlaces'>,
  number: number,
  alert: BotAlert,
): Promise<void> {
  const id = `bot-alert.${number}`;
  if ((await context.outbox.owed(botAlerts, id)) !== undefined || (await isTold(context, number))) return;
  logNeed(context, alert);
  const now = await context.clock.now();
  await context.outbox.owe(botAlerts, id, { kind: 'bot-alert', dueAt: now, raisedAt: now, number, alert });
  await context.jobs.effect(botAlerts, id, now);
}

const logNeed = ({ log }: Pick<Context, 'log'>, alert: BotAlert): void =>
  log.warn({ alert }, `a showrunner is needed: ${alert.code.replaceAll('-', ' ')}`);

/** @returns when to retry, if a place still has to get it. */
export async function tellBotAlert(
  context: Context,
  { number, alert, raisedAt, dueAt, onlyAgain }: Extract<Effect, { kind: 'bot-alert' }>,
  now: Instant,
): Promise<Instant | undefined> {
  if (alert.code === 'played-before' && onlyAgain === true) return tellAnswer(context, number, alert, now);
  const expiresAt = raisedAt + NEWS_EXPIRES_AFTER;
  if (now > expiresAt) return undefined;
  const addresses = addressesOf(context);
  // It has been logged. The effect stays meanwhile, so that it is logged once a day at most.
  if (addresses.length === 0) return expiresAt + 1;
  const places = await Promise.all(addresses.map((address) => placeAt(context, address)));
  const found = places.filter((one) => one !== undefined);
  const deliveries = found.map(
    ({ id }): NewDelivery => ({
      id: deliveryId('alert', number),
      outlet: id,
      kind: 'alert',
      number,
      dueAt,
      expiresAt,
      botAlert: alert,
      ...(isUrgentBotAlert(alert) && { urgent: true }),
    }),
  );
  const told = onlyAgain === true ? [] : await oweAndWake(context, botAlerts, found, deliveries, now);
  const before = found.filter(({ id }) => !told.includes(id));
  const again =
    alert.code === 'outlets-waiting' ? await tellAnew(context, number, alert, before, now) : undefined;
  return found.length === places.length ? again : (again ?? now + LOOK_AGAIN_AFTER);
}

/** The question about a show's past: its alert is rewritten once it was answered, however late. */
async function tellAnswer(
  context: Context,
  number: number,
  alert: Extract<BotAlert, { code: 'played-before' }>,
  now: Instant,
): Promise<Instant | undefined> {
  const answered = await answerTo(context, alert);
  if (answered === undefined) return now + LOOK_AT_PAST_AFTER;
  const places = await Promise.all(addressesOf(context).map((address) => placeAt(context, address)));
  const found = places.filter((one) => one !== undefined);
  return tellAnew(context, number, { ...alert, answered }, found, now);
}

/**
 * Rewrites an alert where it was sent already.
 * @returns when to retry, if it is just being sent or the platform did not answer.
 */
async function tellAnew(
  context: Pick<Context, 'connections' | 'ledger' | 'platforms' | 'log' | 'peopleNames' | 'alertPlaces'>,
  number: number,
  alert: BotAlert,
  places: readonly SeasonOutlet[],
  now: Instant,
): Promise<Instant | undefined> {
  const id = deliveryId('alert', number);
  const waits = await Promise.all(
    places.map(async (place): Promise<Milliseconds | undefined> => {
      const delivery = await context.ledger.find(botAlerts, place.id, id);
      if (delivery === undefined) return undefined;
      const { status } = delivery;
      if (status.kind === 'owed' || status.kind === 'sending') return BEING_SENT;
      const { editNotice } = platformOf(context, place.outlet.address.platform);
      if (status.kind !== 'sent' || editNotice === undefined) return undefined;
      const notice = await noticeOf(context, delivery, alert);
      const outcome = await editNotice(place.outlet, status.message, notice);
      if (outcome.status === 'refused')
        context.log.warn({ place: place.id, problem: outcome.problem }, 'could not update an alert');
      return outcome.status === 'retry' ? Math.max(outcome.after, BEING_SENT) : undefined;
    }),
  );
  const again = waits.filter((one) => one !== undefined);
  return again.length === 0 ? undefined : now + Math.min(...again);
}

/** The words of an alert as things are now. */
export async function noticeOf(
  context: Pick<Context, 'connections' | 'peopleNames' | 'alertPlaces'>,
  { id, outlet }: Pick<Delivery, 'id' | 'outlet'>,
  alert: BotAlert,
): Promise<Notice> {
  const { language } = context.alertPlaces;
  const waiting = await waitingFor(context, alert);
  const by = 'answered' in alert ? [alert.answered?.by] : [];
  const people = [...by, ...waiting.map((one) => one.by)].filter((one) => one !== undefined);
  const names = await context.peopleNames.of(people);
  return composeBotAlert(alert, markOf(botAlerts, outlet, id), language, waiting, (one) => names.get(one));
}

/**
 * Asks the platforms about the alerts places of the operator's file and stores their answers. A place that can't be
 * used is named in the log, and is looked up again when there is something to send.
 */
export async function refreshAlertPlaces(
  context: Pick<Context, 'outlets' | 'clock' | 'platforms' | 'log' | 'aside' | 'alertPlaces'>,
): Promise<void> {
  await unlessAlertsAre(context, () =>
    Promise.all(addressesOf(context).map((address) => askFor(context, address))),
  );
}

/** As last known: after that it follows a chat that moves, whatever the file calls it. */
type Inspecting = Pick<Context, 'outlets' | 'clock' | 'platforms' | 'log'>;

async function placeAt(context: Inspecting, address: OutletAddress): Promise<SeasonOutlet | undefined> {
  return (await known(context, address)) ?? (await askFor(context, address));
}

const known = ({ outlets }: Inspecting, address: OutletAddress): Promise<SeasonOutlet | undefined> =>
  outlets.find(botAlerts, idOf(address));

async function askFor(context: Inspecting, address: OutletAddress): Promise<SeasonOutlet | undefined> {
  // Uses the id once it is known: by now the name may lead to a stranger's chat.
  const place = (await known(context, address))?.outlet.address ?? address;
  const inspection = await platformOf(context, address.platform).inspect(place);
  if (inspection.ok !== true) {
    const problems = inspection.problems.map(({ what, fix }) => `${what} ${fix}`);
    context.log.warn({ place: address, problems }, 'showrunners cannot be alerted there yet');
    return undefined;
  }
  const joinedAt = await context.clock.now();
  const record = { id: idOf(address), outlet: inspection.outlet, alertsOnly: true, joinedAt } as const;
  await context.outlets.put(botAlerts, record);
  return record;
}

async function isTold(
  context: Pick<Context, 'ledger' | 'platforms' | 'alertPlaces'>,
  number: number,
): Promise<boolean> {
  const ids = addressesOf(context).map(idOf);
  if (ids.length === 0) return false;
  const told = await context.ledger.listOf(botAlerts, deliveryId('alert', number), ids);
  return ids.every((id) => told.has(id));
}

/** On a platform that is off, nobody can be alerted. */
const addressesOf = ({
  alertPlaces,
  platforms,
}: Pick<Context, 'platforms' | 'alertPlaces'>): readonly OutletAddress[] =>
  alertPlaces.addresses.filter(({ platform }) => platforms.has(platform));

/** By what the file says: another address is another place, which has got nothing yet. */
const idOf = (address: OutletAddress): OutletId => outletId(`alerts/${Object.values(address).join('/')}`);
