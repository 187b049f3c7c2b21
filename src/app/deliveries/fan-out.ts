import {
  type DeliveryKind,
  deliveryId,
  type Instant,
  type OutletId,
  type RoundNumber,
  roundNumber,
  type SeasonId,
} from '../../core/ids.ts';
import { isQuestionAlert } from '../../core/posts/settled.ts';
import { dueIn } from '../../core/season/due.ts';
import { type Alert, type Effect, isUrgentAlert } from '../../core/season/effects.ts';
import { NEWS_EXPIRES_AFTER } from '../../core/season/living/owe-growth.ts';
import { isTakenBack } from '../../core/season/retraction.ts';
import {
  type Extension,
  findRound,
  type NoticeAbout,
  type Season,
  votesIn,
} from '../../core/season/state.ts';
import type { Delivery, NewDelivery } from '../../ports/stores/delivery-ledger.ts';
import type { EffectId } from '../../ports/stores/outbox.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import type { Context } from '../context.ts';
import { owedFollowing } from './look-at-alerts.ts';

/** Owes one message to every outlet that takes part, and wakes up the senders. */
export async function fanOut(
  context: Pick<Context, 'states' | 'outlets' | 'ledger' | 'jobs' | 'log'>,
  season: SeasonId,
  effect: Extract<Effect, { kind: 'deliver' }>,
  now: Instant,
): Promise<void> {
  const outlets = (await context.outlets.all(season)).filter((one) => one.alertsOnly !== true);
  const { events, season: state } = await context.states.load(season);
  // It was owed before its episode was taken back.
  if (state !== undefined && isTakenBack(state, deliveryId(effect.delivery, effect.number))) return;
  const taking = await takingPart(context, state, effect, outlets);
  if (effect.delivery === 'poll' && state !== undefined)
    await episodesFirst(context, state, effect, taking, now);
  const dueAt = dueIn(events)(effect.delivery, effect.number) ?? effect.dueAt;
  const deliveries = taking.map(
    ({ id }): NewDelivery => ({
      id: deliveryId(effect.delivery, effect.number),
      outlet: id,
      kind: effect.delivery,
      number: effect.number,
      dueAt,
      expiresAt: effect.expiresAt,
    }),
  );
  await oweAndWake(context, season, outlets, deliveries, now);
}

/**
 * A drop goes to every outlet that plays now. Messages of a round go where its episode was dropped: a poll only if the
 * outlet had joined before the vote opened, a reminder or a later deadline only if there is a poll. A deadline that
 * was moved before the vote opened goes where the drop had named the old one.
 */
async function takingPart(
  context: Pick<Context, 'ledger'>,
  season: Season | undefined,
  effect: Extract<Effect, { kind: 'deliver' }>,
  outlets: readonly SeasonOutlet[],
): Promise<readonly SeasonOutlet[]> {
  const playing = outlets.filter((one) => one.leftAt === undefined);
  if (effect.delivery === 'drop') return playing;
  if (season === undefined) return [];
  if (isAboutSeason(season, effect)) return havingSeen(context, season, effect.number, playing);
  const round = roundOf(season, effect);
  if (round === undefined) return [];
  const aboutPoll = isAboutPoll(season, effect);
  const early = effect.delivery === 'extension' ? beforeOpening(season, effect.number) : undefined;
  const needed = aboutPoll ? deliveryId('poll', round.number) : deliveryId('drop', round.release);
  const ids = playing.map(({ id }) => id);
  const earlier = await context.ledger.listOf(season.id, needed, ids);
  // An outlet that left and came back while it was open has still voted.
  const before =
    effect.delivery === 'poll' && round.of !== undefined
      ? await context.ledger.listOf(season.id, deliveryId('poll', round.of), ids)
      : undefined;
  return playing.filter(({ id, joinedAt }) => {
    const one = earlier.get(id);
    if (one === undefined || (aboutPoll && !isPosted(one))) return false;
    if (early !== undefined) return namedOldEnd(one, early) && votesIn(season, round, joinedAt);
    if (effect.delivery !== 'poll' || votesIn(season, round, joinedAt)) return true;
    const poll = before?.get(id);
    return poll !== undefined && isPosted(poll);
  });
}

/**
 * People can't vote on an episode that they did not get. If it was refused, it is retried once before each of its
 * polls, because the cause may be fixed by now. Owed again it goes first; refused again, the poll is not sent either.
 */
async function episodesFirst(
  context: Pick<Context, 'ledger' | 'log'>,
  season: Season,
  effect: Extract<Effect, { kind: 'deliver' }>,
  taking: readonly SeasonOutlet[],
  now: Instant,
): Promise<void> {
  const round = roundOf(season, effect);
  if (round === undefined) return;
  const ids = taking.map(({ id }) => id);
  const drop = deliveryId('drop', round.release);
  const [drops, polls] = await Promise.all([
    context.ledger.listOf(season.id, drop, ids),
    context.ledger.listOf(season.id, deliveryId('poll', round.number), ids),
  ]);
  for (const [outlet, { status }] of drops) {
    // The effect may be performed again after the episode was refused again.
    if (status.kind !== 'refused' || polls.has(outlet)) continue;
    const owed = { kind: 'owed', notBefore: now, why: 'retried because its poll is due' } as const;
    if (await context.ledger.resolve(season.id, outlet, drop, owed, now))
      context.log.info(
        { season: season.id, outlet, delivery: drop },
        'retrying a refused episode before its poll',
      );
  }
}

function roundOf(season: Season, { delivery, number }: Extract<Effect, { kind: 'deliver' }>) {
  const round = roundNumberOf(season, delivery, number);
  return round === undefined ? undefined : findRound(season, round);
}

/** A pause, a cancellation and the like: goes to everybody who has seen the episode that it follows. */
const isAboutSeason = (season: Season, { delivery, number }: Extract<Effect, { kind: 'deliver' }>): boolean =>
  delivery === 'notice' && roundOfNotice(season.notices[number - 1]) === undefined;

/** Without a poll, no deadline has changed. */
const isAboutPoll = (season: Season, { delivery, number }: Extract<Effect, { kind: 'deliver' }>): boolean =>
  delivery === 'reminder' ||
  (delivery === 'extension' && beforeOpening(season, number) === undefined) ||
  (delivery === 'notice' && season.notices[number - 1]?.kind === 'voided');

/** The extension with that number, if it came before the vote opened. */
function beforeOpening({ extensions }: Season, number: number): Extension | undefined {
  const extension = extensions[number - 1];
  return extension?.beforeOpening === true ? extension : undefined;
}

/** A drop that is sent later names the new end. */
const namedOldEnd = (drop: Delivery, { at }: Extension): boolean =>
  isPosted(drop) && (drop.firstTriedAt === undefined || drop.firstTriedAt < at);

const roundOfNotice = (about: NoticeAbout | undefined): RoundNumber | undefined =>
  about !== undefined && 'round' in about ? about.round : undefined;

async function havingSeen(
  context: Pick<Context, 'ledger'>,
  season: Season,
  notice: number,
  playing: readonly SeasonOutlet[],
): Promise<readonly SeasonOutlet[]> {
  const ids = playing.map((one) => one.id);
  const seen = new Set<OutletId>();
  for (const release of releasesBefore(season, season.notices[notice - 1])) {
    const drops = await context.ledger.listOf(season.id, deliveryId('drop', release), ids);
    for (const [outlet, drop] of drops) if (isPosted(drop)) seen.add(outlet);
  }
  return playing.filter(({ id }) => seen.has(id));
}

/**
 * That an episode was taken back is news where it was posted. Anything else is where the last one that counts was, or one
 * after it that was taken back.
 */
function releasesBefore({ releases }: Season, about: NoticeAbout | undefined): readonly number[] {
  if (about?.kind === 'retracted') return [about.release];
  const last = releases.findLastIndex(({ retracted }) => retracted === undefined);
  return releases.slice(Math.max(last, 0)).map(({ number }) => number);
}

function roundNumberOf(season: Season, delivery: DeliveryKind, number: number): RoundNumber | undefined {
  switch (delivery) {
    case 'extension':
      return season.extensions[number - 1]?.round;
    case 'notice':
      return roundOfNotice(season.notices[number - 1]);
    default:
      return roundNumber(number);
  }
}

/** A poll that is being sent is posted by the time its outlet's next message goes out. */
const isPosted = ({ status }: Delivery): boolean => status.kind === 'sent' || status.kind === 'sending';

/** An alert that an event of the season owes. */
export async function alertShowrunners(
  context: Pick<Context, 'outbox' | 'outlets' | 'ledger' | 'jobs' | 'log'>,
  season: SeasonId,
  id: EffectId,
  alert: Alert,
  now: Instant,
): Promise<void> {
  await tellShowrunners(context, season, Number(id.replace('.', '0')), alert, now);
}

/**
 * Alerts the showrunners' own channels, if the operator's file names any; always logs it.
 * @param number identifies the alert within the season: it is sent once, however often this is called.
 */
export async function tellShowrunners(
  context: Pick<Context, 'outbox' | 'outlets' | 'ledger' | 'jobs' | 'log'>,
  season: SeasonId,
  number: number,
  alert: Alert,
  now: Instant,
): Promise<void> {
  context.log.warn({ season, alert }, `a showrunner is needed: ${alert.code.replaceAll('-', ' ')}`);
  if (isQuestionAlert(alert) && (await alertPlaces(context, season)).length > 0)
    await owedFollowing(context, season, number, alert, now);
  await oweAlert(context, season, number, alert, now);
}

const alertPlaces = async (
  { outlets }: Pick<Context, 'outlets'>,
  season: SeasonId,
): Promise<readonly SeasonOutlet[]> =>
  (await outlets.all(season)).filter((one) => one.alertsOnly === true && one.leftAt === undefined);

/** Adds an alert to the outbox of every alerts place that has not had it. */
export async function oweAlert(
  context: Pick<Context, 'outlets' | 'ledger' | 'jobs'>,
  season: SeasonId,
  number: number,
  alert: Alert,
  now: Instant,
): Promise<void> {
  const outlets = await alertPlaces(context, season);
  const deliveries = outlets.map(
    (one): NewDelivery => ({
      id: deliveryId('alert', number),
      outlet: one.id,
      kind: 'alert',
      number,
      dueAt: now,
      expiresAt: now + NEWS_EXPIRES_AFTER,
      alert,
      ...(isUrgentAlert(alert) && { urgent: true }),
    }),
  );
  await oweAndWake(context, season, outlets, deliveries, now);
}

/**
 * Owes deliveries to these outlets and wakes up the senders.
 * @returns the outlets that have something new.
 */
export async function oweAndWake(
  context: Pick<Context, 'ledger' | 'jobs'>,
  season: SeasonId,
  outlets: readonly SeasonOutlet[],
  deliveries: readonly NewDelivery[],
  now: Instant,
): Promise<readonly OutletId[]> {
  if (deliveries.length === 0) return [];
  const platforms = new Map(outlets.map((one) => [one.id, one.outlet.address.platform]));
  const urgent = deliveries.some(({ kind }) => kind !== 'drop');
  const waiting = await context.ledger.owe(season, deliveries, now);
  await Promise.all(
    waiting.map(async (outlet) => {
      const platform = platforms.get(outlet);
      if (platform !== undefined) await context.jobs.delivery(platform, season, outlet, { urgent });
    }),
  );
  return waiting;
}
