import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant, Milliseconds, OutletId, SeasonId } from '../core/ids.ts';
import { roundNumber } from '../core/ids.ts';
import type { Occasion } from '../core/posts/occasion.ts';
import { postFor } from '../core/posts/post.ts';
import type { Season } from '../core/season/state.ts';
import type { Delivery, Settlement } from '../ports/delivery-ledger.ts';
import type { SendOrder, SendOutcome } from '../ports/platform.ts';
import type { SeasonOutlet } from '../ports/season-store.ts';
import { loadSeason } from './advance-season.ts';
import { type Context, platformOf } from './context.ts';
import { markOf, nonceOf } from './delivery-mark.ts';
import { openPoll, pollOf } from './open-poll.ts';
import { alertOnTrouble } from './raise-alert.ts';

/**
 * A killed process is found out this long after its last sign of life. Longer than a hiccup of Redis; a send that
 * takes longer renews its lease meanwhile.
 */
const SEND_LEASE: Milliseconds = 15_000;
const RENEW_EVERY: Milliseconds = 4_000;
/** Pauses before an unanswered send is asked about again, while the lease is held. */
const ASK_AGAIN_AFTER: readonly Milliseconds[] = [500, 2_000, 8_000];

/**
 * Sends what is owed to an outlet, one message after the other in their order, until nothing can be sent now.
 * May run any number of times at once: the ledger lets only one of them send.
 */
export async function sendOwed(context: Context, season: SeasonId, outletId: OutletId): Promise<void> {
  for (;;) {
    const lease = randomUUID();
    const now = await context.clock.now();
    const { claimed, again, expired } = await context.ledger.claim(season, outletId, lease, now, SEND_LEASE);
    for (const late of expired) {
      context.log.warn({ season, outlet: outletId, delivery: late.id }, 'delivery given up: too late');
    }
    const outlet = await context.seasons.outlet(season, outletId);
    if (claimed === undefined) {
      if (again !== undefined && outlet !== undefined) {
        await context.jobs.delivery(outlet.outlet.address.platform, season, outletId, { notBefore: again });
      }
      return;
    }
    const settlement = await whileRenewing(context, season, claimed, lease, () =>
      deliver(context, season, claimed, outlet, now),
    );
    const settled = await settle(context, season, claimed, lease, settlement);
    if (outlet !== undefined) {
      context.metrics.delivery(outlet.outlet.address.platform, claimed.kind, settlement.kind);
    }
    logSettlement(context, season, claimed, settlement, settled);
    if (settled) await alertOnTrouble(context, season, claimed, outlet, settlement);
  }
}

/** Does the work under its lease. One that could not be renewed is noticed at the settling. */
async function whileRenewing<Result>(
  context: Context,
  season: SeasonId,
  { id, outlet }: Delivery,
  lease: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const renew = async (): Promise<void> => {
    const until = (await context.clock.now()) + SEND_LEASE;
    await context.ledger.renew(season, outlet, id, lease, until);
  };
  const timer = setInterval(() => {
    renew().catch((error: unknown) =>
      context.log.warn({ season, outlet, delivery: id, error }, 'the lease of a send could not be renewed'),
    );
  }, RENEW_EVERY);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** A lease that ran out meanwhile may have led somebody else to call the send unknown: a late success mends that. */
async function settle(
  context: Context,
  season: SeasonId,
  { id, outlet }: Delivery,
  lease: string,
  settlement: Settlement,
): Promise<boolean> {
  const now = await context.clock.now();
  if (await context.ledger.settle(season, outlet, id, lease, settlement, now)) return true;
  return settlement.kind === 'sent' && context.ledger.resolve(season, outlet, id, settlement, now);
}

async function deliver(
  context: Context,
  id: SeasonId,
  delivery: Delivery,
  outlet: SeasonOutlet | undefined,
  now: Instant,
): Promise<Settlement> {
  if (outlet === undefined)
    return refused('unknown-outlet', 'The outlet is not part of the season any more.', '');
  if (outlet.leftAt !== undefined)
    return refused('left', 'The outlet left the season before this was sent.', '');
  const { season } = await loadSeason(context.seasons, id);
  if (season === undefined) return refused('no-season', 'The season has no log.', '');

  if (delivery.kind === 'poll' && delivery.attempts > 1) {
    const there = await pollOf(context, id, roundNumber(delivery.number), outlet.id);
    if (there !== undefined) {
      // A crash may have left it half registered: registering again completes it.
      await openPoll(context, id, roundNumber(delivery.number), outlet, there.poll);
      return { kind: 'sent', message: there.poll.message };
    }
  }
  const order = await orderFor(context, season, delivery, outlet, now);
  if (order === undefined) {
    return refused('overtaken', 'What it would say is not true any more.', 'Nothing needs to be done.');
  }
  const outcome = await sendAskingAgain(context, delivery, outlet, order);
  return settlementOf(context, season, delivery, outlet, outcome);
}

async function orderFor(
  context: Context,
  season: Season,
  delivery: Delivery,
  outlet: SeasonOutlet,
  now: Instant,
): Promise<SendOrder | undefined> {
  const platform = platformOf(context, outlet.outlet.address.platform);
  const counts =
    delivery.kind === 'result'
      ? await context.seasons.counts(season.id, roundNumber(delivery.number))
      : undefined;
  const occasion: Occasion = {
    kind: delivery.kind,
    number: delivery.number,
    ...(delivery.alert !== undefined && { alert: delivery.alert }),
    mark: markOf(season.id, outlet.id, delivery.id),
    outlet: outlet.id,
    canSeal: platform.capabilities.poll.sealed,
    ...(counts !== undefined && { counts }),
  };
  // What may be there already is looked for, also when it would not be said any more.
  const mayBeThere = delivery.firstTriedAt !== undefined;
  const timely = now > delivery.expiresAt ? undefined : postFor(season, occasion);
  const post = timely ?? (mayBeThere ? postFor(season, { ...occasion, past: true }) : undefined);
  if (post === undefined) return undefined;
  return {
    outlet: outlet.outlet,
    post,
    nonce: nonceOf(season.id, outlet.id, delivery.id),
    now,
    ...(delivery.kind === 'drop' && outlet.mention !== undefined && { mention: outlet.mention }),
    ...(delivery.firstTriedAt !== undefined && { firstTriedAt: delivery.firstTriedAt }),
    ...(timely === undefined && { lookOnly: true }),
  };
}

/**
 * One attempt, and where it went unanswered a few more that first ask the platform whether the message is there.
 * Telegram cannot be asked: there the operator's setting decides whether it is sent once more, perhaps twice then.
 */
async function sendAskingAgain(
  context: Context,
  delivery: Delivery,
  outlet: SeasonOutlet,
  order: SendOrder,
): Promise<SendOutcome> {
  const platform = platformOf(context, outlet.outlet.address.platform);
  const { firstTriedAt, ...afresh } = order;
  const fields = { outlet: outlet.id, delivery: delivery.id };
  if (platform.name === 'telegram') {
    const outcome = await platform.send(order);
    if (outcome.status !== 'unknown' || context.telegramUnknown !== 'resend' || order.lookOnly)
      return outcome;
    context.log.warn(
      { ...fields, why: outcome.why },
      'no answer to a send: sending once more, as the operator chose',
    );
    return platform.send({ ...afresh, now: await context.clock.now() });
  }
  let outcome = await platform.send(order);
  for (const pause of ASK_AGAIN_AFTER) {
    if (outcome.status !== 'unknown') return outcome;
    context.log.warn({ ...fields, why: outcome.why }, 'no answer to a send: asking again');
    await sleep(pause);
    const now = await context.clock.now();
    outcome = await platform.send({ ...order, now, firstTriedAt: firstTriedAt ?? order.now });
  }
  return outcome;
}

async function settlementOf(
  context: Context,
  season: Season,
  delivery: Delivery,
  outlet: SeasonOutlet,
  outcome: SendOutcome,
): Promise<Settlement> {
  switch (outcome.status) {
    case 'sent': {
      if (outcome.outlet !== undefined) {
        // Read again: it may have left or changed while the message was under way.
        const record = (await context.seasons.outlet(season.id, outlet.id)) ?? outlet;
        await context.seasons.putOutlet(season.id, { ...record, outlet: outcome.outlet });
      }
      for (const shortfall of outcome.shortfalls ?? []) {
        context.log.info(
          { season: season.id, outlet: outlet.id, delivery: delivery.id, shortfall },
          'sent, with less than asked',
        );
      }
      if (outcome.poll !== undefined) {
        await openPoll(context, season.id, roundNumber(delivery.number), outlet, outcome.poll);
      }
      return { kind: 'sent', message: outcome.message };
    }
    case 'refused':
      return { kind: 'refused', problem: outcome.problem };
    case 'unknown':
      return { kind: 'unknown', why: outcome.why };
    case 'retry':
      return { kind: 'owed', notBefore: (await context.clock.now()) + outcome.after, why: outcome.why };
  }
}

const refused = (code: string, what: string, fix: string): Settlement => ({
  kind: 'refused',
  problem: { code, what, fix },
});

function logSettlement(
  context: Context,
  season: SeasonId,
  { id, outlet, kind, number }: Delivery,
  settlement: Settlement,
  settled: boolean,
): void {
  const round = kind === 'drop' || kind === 'alert' ? {} : { round: number };
  const fields = { season, ...round, outlet, delivery: id, ...settlement };
  if (!settled) context.log.warn(fields, 'delivery settled by somebody else meanwhile');
  else if (settlement.kind === 'sent') context.log.info(fields, 'delivered');
  else
    context.log.warn(fields, settlement.kind === 'owed' ? 'delivery put off' : `delivery ${settlement.kind}`);
}
