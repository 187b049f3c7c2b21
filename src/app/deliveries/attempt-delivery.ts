import { setTimeout as sleep } from 'node:timers/promises';
import { backoff } from '../../core/backoff.ts';
import type { Instant, Milliseconds, SeasonId } from '../../core/ids.ts';
import { deliveryId, roundNumber } from '../../core/ids.ts';
import type { Post } from '../../core/posts/content.ts';
import { postFor } from '../../core/posts/post.ts';
import { findRound, type Season } from '../../core/season/state.ts';
import { problemOf } from '../../core/wording/problems/tell-problem.ts';
import type { OutletProblem } from '../../ports/platform/outlet.ts';
import type { SendOrder, SendOutcome } from '../../ports/platform/sending.ts';
import type { Delivery, Settlement } from '../../ports/stores/delivery-ledger.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import { type Alerting, type Context, platformOf } from '../context.ts';
import { type Following, followMove, moveOf } from '../shows/follow-move.ts';
import { openPoll, pollOf } from '../votes/open-poll.ts';
import { nonceOf } from './delivery-mark.ts';
import { settledBy } from './follow-alert.ts';
import { occasionOf } from './occasion-of.ts';
import { noticeOf } from './raise-bot-alert.ts';
import { resultPicture } from './result-picture.ts';
import { tellShortfalls } from './tell-shortfalls.ts';

/** Pauses before asking again about an unanswered send, while the lease is held. */
const ASK_AGAIN_AFTER: readonly Milliseconds[] = [500, 2_000, 8_000];
/**
 * After that: doubled with every attempt. The longest pause is what an outlet waits at most after its platform is
 * back.
 */
const LOOK_AGAIN_AFTER = { first: 5_000, most: 20_000 } as const;

/**
 * Stores what came with a message (its poll, its outlet's new address) and returns how to settle its delivery. May run
 * any number of times.
 */
type RecordOutcome = () => Promise<Settlement>;

/**
 * One attempt at a delivery under its lease. Never throws: a failure before the message goes out leaves it owed.
 * @param beforeSending see `SendOrder`.
 */
export async function attempt(
  context: Context,
  season: SeasonId,
  delivery: Delivery,
  outlet: SeasonOutlet | undefined,
  now: Instant,
  beforeSending: () => Promise<boolean>,
): Promise<RecordOutcome> {
  const fields = { season, outlet: delivery.outlet, delivery: delivery.id };
  let ready: Ready;
  try {
    // Before the first message, so that a store that loses its data later is not mistaken for a new one.
    if (delivery.kind !== 'alert') await context.past.noteStarted(season);
    ready = await makeReady(context, season, delivery, outlet, now);
  } catch (error) {
    context.log.warn({ ...fields, error }, 'could not prepare a delivery; nothing was sent');
    const why = 'it could not be prepared; the log says why';
    return async () => putOff(delivery, await context.clock.now(), { why });
  }
  if (ready.kind === 'done') return ready.record;
  const { order, outlet: there } = ready;
  // Claimed just before the halt.
  const halted = delivery.kind === 'alert' ? undefined : context.halt.why();
  if (halted !== undefined) return async () => putOff(delivery, await context.clock.now(), { why: halted });
  let outcome: SendOutcome;
  try {
    outcome = await sendAskingAgain(context, delivery, there, { ...order, beforeSending });
  } catch (error) {
    context.log.error({ ...fields, error }, 'a send failed; it is unknown whether the message is there');
    outcome = { status: 'unknown', why: 'The bot itself failed while it sent this; the log says how.' };
  }
  return () => settlementOf(context, season, delivery, there, outcome);
}

type Ready =
  | { readonly kind: 'done'; readonly record: RecordOutcome }
  | {
      readonly kind: 'order';
      readonly outlet: SeasonOutlet;
      readonly order: SendOrder;
    };

/** The poll is there and must not be sent again; only a person can say which message it is. */
const knownByItsWords = {
  kind: 'unknown',
  why: 'the poll is there and its votes are counted, but it is unknown which message it is in',
} as const;

async function makeReady(
  context: Context,
  id: SeasonId,
  delivery: Delivery,
  outlet: SeasonOutlet | undefined,
  now: Instant,
): Promise<Ready> {
  if (outlet === undefined) return refused(problemOf('unknown-outlet'));
  if (outlet.leftAt !== undefined) return refused(problemOf('left'));
  if (delivery.botAlert !== undefined) {
    const post = await noticeOf(context, delivery, delivery.botAlert);
    return { kind: 'order', outlet, order: orderOf(context, id, delivery, outlet, now, post) };
  }
  const { season } = await context.states.load(id);
  if (season === undefined) return refused(problemOf('no-season'));

  const without = delivery.kind === 'poll' ? await missingEpisode(context, season, delivery) : undefined;
  if (without !== undefined) {
    const { code: from, what, fix, said } = without;
    const here = problemOf('no-episode');
    const problem = { ...here, what: `${here.what} ${what}`, fix, from, ...(said !== undefined && { said }) };
    return refused(problem);
  }
  if (delivery.kind === 'poll' && delivery.attempts > 1) {
    const round = roundNumber(delivery.number);
    const there = await pollOf(context, id, round, outlet.id);
    if (there !== undefined) {
      // After a crash it may be half registered: registering again completes it.
      const record = async (): Promise<Settlement> => {
        await openPoll(context, id, round, outlet, there.poll);
        const { message } = there.poll;
        return message.id === undefined ? knownByItsWords : { kind: 'sent', message };
      };
      return { kind: 'done', record };
    }
  }
  const order = await orderFor(context, season, delivery, outlet, now);
  return order === undefined ? refused(problemOf('overtaken')) : { kind: 'order', outlet, order };
}

/**
 * Why the episode of a poll is not there. People can't vote on an episode that they did not get. If it is unknown
 * whether it is there, it may be.
 */
async function missingEpisode(
  context: Pick<Context, 'ledger'>,
  season: Season,
  { outlet, number }: Delivery,
): Promise<OutletProblem | undefined> {
  const round = findRound(season, roundNumber(number));
  if (round === undefined) return undefined;
  const drop = await context.ledger.find(season.id, outlet, deliveryId('drop', round.release));
  return drop?.status.kind === 'refused' ? drop.status.problem : undefined;
}

async function orderFor(
  context: Pick<
    Context,
    | 'counts'
    | 'outlets'
    | 'ledger'
    | 'platforms'
    | 'storeId'
    | 'communityNames'
    | 'appearances'
    | 'pages'
    | 'peopleNames'
    | 'cards'
    | 'log'
  >,
  season: Season,
  delivery: Delivery,
  outlet: SeasonOutlet,
  now: Instant,
): Promise<SendOrder | undefined> {
  const platform = platformOf(context, outlet.outlet.address.platform);
  const { alert } = delivery;
  // It may be settled before it is sent.
  const settled = alert === undefined ? undefined : await settledBy(context, season, alert);
  const occasion = {
    ...(await occasionOf(context, season, delivery, outlet, platform)),
    ...(settled !== undefined && { settled }),
  };
  // A message that may be there already is searched for, even if it would no longer be sent.
  const mayBeThere = delivery.firstTriedAt !== undefined;
  const timely = now > delivery.expiresAt ? undefined : postFor(season, occasion);
  const post = timely ?? (mayBeThere ? postFor(season, { ...occasion, past: true }) : undefined);
  if (post === undefined) return undefined;
  const order = orderOf(context, season.id, delivery, outlet, now, post);
  if (timely === undefined) return { ...order, lookOnly: true };
  if (post.kind !== 'result') return order;
  const picture = await resultPicture(context, season, roundNumber(delivery.number));
  return picture === undefined ? order : { ...order, picture };
}

function orderOf(
  { storeId }: Pick<Context, 'storeId'>,
  season: SeasonId,
  { id, kind, firstTriedAt, expiresAt, doubt }: Delivery,
  { id: outletId, outlet, mention }: SeasonOutlet,
  now: Instant,
  post: Post,
): SendOrder {
  return {
    outlet,
    post,
    nonce: nonceOf(storeId, season, outletId, id),
    now,
    ...(kind === 'drop' && mention !== undefined && { mention }),
    ...(firstTriedAt !== undefined && { firstTriedAt }),
    // The lost store used different nonces.
    ...(doubt !== undefined && { underOtherNonce: true }),
    // Handed out past its expiry only if it may be there.
    ...(now > expiresAt && { lookOnly: true }),
  };
}

/**
 * One attempt, and if it gets no answer a few more that first ask the platform whether the message is there. If the
 * platform can't be asked, the operator's setting decides whether it is sent once more, perhaps twice then.
 */
async function sendAskingAgain(
  context: Pick<Context, 'platforms' | 'log' | 'unknownRules'>,
  delivery: Delivery,
  outlet: SeasonOutlet,
  order: SendOrder,
): Promise<SendOutcome> {
  const platform = platformOf(context, outlet.outlet.address.platform);
  // The shared clock may be away with its store, and that must not make us forget what the platform said.
  const began = performance.now();
  const elapsed = () => Math.round(performance.now() - began);
  const { firstTriedAt, ...afresh } = order;
  const fields = { outlet: outlet.id, delivery: delivery.id };
  if (platform.capabilities.lostSend === 'cannot-look') {
    const outcome = await platform.send(order);
    if (outcome.status !== 'unknown' || outcome.isThere || order.lookOnly) return outcome;
    if (context.unknownRules[platform.name] !== 'resend') return outcome;
    context.log.warn(
      { ...fields, why: outcome.why },
      'no answer to a send; sending once more, as configured',
    );
    return platform.send({ ...afresh, now: order.now + elapsed() });
  }
  let outcome = await platform.send(order);
  // One that was postponed before is postponed again at once: others have waited long enough.
  for (const pause of firstTriedAt === undefined ? ASK_AGAIN_AFTER : []) {
    if (outcome.status !== 'unknown' || outcome.askAgain !== true) return outcome;
    context.log.warn({ ...fields, why: outcome.why }, 'no answer to a send; asking again');
    await sleep(pause);
    outcome = await platform.send({ ...order, now: order.now + elapsed(), firstTriedAt: order.now });
  }
  return outcome;
}

async function settlementOf(
  context: Following & Alerting & Pick<Context, 'states' | 'ballots' | 'past'>,
  season: SeasonId,
  delivery: Delivery,
  outlet: SeasonOutlet,
  outcome: SendOutcome,
): Promise<Settlement> {
  switch (outcome.status) {
    case 'sent': {
      if (outcome.outlet !== undefined) {
        const { outlet: moved } = outcome;
        await followMove(context, moved.address.platform, moveOf(outlet.outlet, moved));
        // Read again: it may have left or changed while the message was being sent.
        const record = (await context.outlets.find(season, outlet.id)) ?? outlet;
        await context.outlets.put(season, { ...record, outlet: outcome.outlet });
      }
      if (outcome.elder !== undefined) {
        context.log.warn(
          { outlet: outlet.id, delivery: delivery.id, elder: outcome.elder.link },
          'An older message has the nonce of this one: another process with this token and this data may be running',
        );
        await context.past.noteRival('nonce');
      }
      await tellShortfalls(context, season, delivery, outlet, outcome.shortfalls ?? []);
      if (outcome.poll !== undefined) {
        await openPoll(context, season, roundNumber(delivery.number), outlet, outcome.poll);
      }
      return { kind: 'sent', message: outcome.message };
    }
    case 'refused':
      return { kind: 'refused', problem: outcome.problem };
    case 'unknown': {
      const why = [delivery.doubt, outcome.why].filter(Boolean).join(' ');
      if (outcome.askAgain !== true) return { kind: 'unknown', why };
      return putOff(delivery, await context.clock.now(), { why, mayBeThere: true });
    }
    case 'retry':
      return { kind: 'owed', notBefore: (await context.clock.now()) + outcome.after, why: outcome.why };
  }
}

function putOff(
  { attempts }: Delivery,
  now: Instant,
  more: { readonly why: string; readonly mayBeThere?: true },
): Settlement {
  const pause = backoff(LOOK_AGAIN_AFTER, attempts);
  return { kind: 'owed', notBefore: now + pause, ...more };
}

const refused = (problem: OutletProblem): Ready => ({
  kind: 'done',
  record: async () => ({ kind: 'refused', problem }),
});
