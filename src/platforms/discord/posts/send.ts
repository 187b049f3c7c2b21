import { setTimeout as wait } from 'node:timers/promises';
import { Routes, SnowflakeUtil } from 'discord.js';
import type { Instant, Milliseconds } from '../../../core/ids.ts';
import type { LeftOff, Shortfall } from '../../../core/vote/shortfall.ts';
import { problemOf } from '../../../core/wording/problems/tell-problem.ts';
import type { MessageRef, SendOrder, SendOutcome } from '../../../ports/platform/sending.ts';
import { channelOf } from '../address.ts';
import type { Self } from '../inspect.ts';
import { classify, type Failure, shortfallOf, wordsOf } from '../requests/errors.ts';
import type { Requests } from '../requests/requests.ts';
import { type Composed, messageBody } from '../wire/messages.ts';
import { messageShape, type WireMessage } from '../wire/objects.ts';
import { findPosted, unknown } from './find-posted.ts';
import { refusedParts } from './refused-parts.ts';
import { refOf, settlePosted } from './settle-posted.ts';

/** "The past few minutes" for which Discord knows a nonce, taken as short as is safe. */
const NONCE_REMEMBERED: Milliseconds = 60_000;
/** Discord's clock shows whole seconds, and an answer takes time. */
const SLACK: Milliseconds = 3_000;
const SLACK_OF_REPEATS: Milliseconds = 30_000;
/** A second attempt follows at once only if the first was quick; the application makes later ones. */
const QUICK: Milliseconds = 4_000;

/** Further nonces for one delivery; each is tried if the one before belongs to an older message. */
const NONCES = 3;

/** Sends one message, at most once: see `Platform.send`. */
export async function sendPost(requests: Requests, self: Self, order: SendOrder): Promise<SendOutcome> {
  const since = firstAttempt(requests, order);
  if (order.lookOnly === true) return look(requests, self, order, since);
  const { firstTriedAt } = order;
  let mayBeThere = firstTriedAt !== undefined;
  const nonceTells = order.underOtherNonce !== true && order.now - (firstTriedAt ?? 0) < NONCE_REMEMBERED;
  if (firstTriedAt !== undefined && !nonceTells) {
    const found = await findPosted(requests, self, order, since);
    if (found.kind === 'unknown') return unknown(found);
    if (found.kind === 'found') return settlePosted(requests, order, found.message);
    mayBeThere = false;
  }
  return postAnew(requests, order, { since, mayBeThere });
}

interface Before {
  /** See `firstAttempt`. */
  readonly since: Instant;
  /** An earlier attempt got no answer. */
  readonly mayBeThere: boolean;
}

/** Posts with the delivery's nonce, or with another one if that belongs to an older message. */
async function postAnew(requests: Requests, order: SendOrder, before: Before): Promise<SendOutcome> {
  let elder: MessageRef | undefined;
  for (let number = 1; number <= NONCES; number += 1) {
    const nonce = number === 1 ? order.nonce : `${order.nonce}.${number}`;
    const posted = await postUnder(requests, { ...order, nonce }, before.mayBeThere && number === 1);
    if ('status' in posted) return posted;
    if (createdAt(posted.message.id) >= before.since) {
      const outcome = await settlePosted(requests, order, posted.message, posted.refused);
      return elder === undefined || outcome.status !== 'sent' ? outcome : { ...outcome, elder };
    }
    elder ??= refOf(order, posted.message);
  }
  const why = `Discord returns only older messages, such as ${elder?.link}`;
  return { status: 'unknown', why, askAgain: true };
}

interface Posted {
  readonly message: WireMessage;
  /** What was left out because Discord refused it. */
  readonly refused: readonly Shortfall[];
}

/** Posts with one nonce: again if an attempt gets no answer, plainer if Discord refuses a part. */
async function postUnder(
  requests: Requests,
  order: SendOrder,
  unansweredBefore: boolean,
): Promise<Posted | SendOutcome> {
  const startedAt = Date.now();
  const refused: Shortfall[] = [];
  let mayBeThere = unansweredBefore;
  for (let attempt = 1; ; ) {
    const composed = messageBody(order, new Set(refused.map(({ code }) => code)));
    if ('problem' in composed) return { status: 'refused', problem: composed.problem };
    const posted = await post(requests, order, composed);
    if (posted.kind === 'posted') return { message: posted.message, refused };
    if (posted.kind !== 'unknown') {
      const left = partsToLeave(composed.parts, posted.parts, refused.length);
      if (left.length === 0) return afterRefusal(posted, mayBeThere);
      // Nothing was posted; and with the same nonce a plainer repeat cannot post twice either.
      refused.push(...left.map((code) => shortfallOf(code, posted)));
      continue;
    }
    if (attempt === 2 || Date.now() - startedAt > QUICK)
      return { status: 'unknown', why: posted.why, askAgain: true };
    // With the same nonce a repeat can't post twice, and its answer says which message is there.
    mayBeThere = true;
    attempt += 1;
    await wait(200);
  }
}

/**
 * The earliest moment on Discord's clock at which a message of this delivery can have been posted. An older message with the
 * same nonce or mark belongs to another process with the same token, or to an earlier life of this bot's store.
 */
function firstAttempt({ clock }: Requests, { now, firstTriedAt }: SendOrder): number {
  if (firstTriedAt === undefined) return clock.surelyBefore(SLACK);
  // How long ago that was is known from the store's clock, and was computed a moment ago.
  return clock.surelyBefore(SLACK_OF_REPEATS) - Math.max(now - firstTriedAt, 0);
}

const createdAt = (message: string): number => SnowflakeUtil.timestampFrom(message);

/** Too late to post: either it is found, or it is certainly not there. */
async function look(requests: Requests, self: Self, order: SendOrder, since: Instant): Promise<SendOutcome> {
  const found = await findPosted(requests, self, order, since);
  switch (found.kind) {
    case 'found':
      return settlePosted(requests, order, found.message);
    case 'unknown':
      return unknown(found);
    case 'absent':
      return {
        status: 'refused',
        problem: problemOf('too-late'),
      };
  }
}

/**
 * After this many refused parts, all others are left out as well: sending the message matters more than how
 * it looks.
 */
const REFUSED_PARTS_MAX = 2;

/** @param named undefined if the refusal is about something else. */
export function partsToLeave(
  parts: readonly LeftOff[],
  named: readonly LeftOff[] | undefined,
  refusedBefore: number,
): readonly LeftOff[] {
  if (named === undefined) return [];
  const found = parts.filter((each) => named.includes(each));
  return found.length === 0 || refusedBefore >= REFUSED_PARTS_MAX ? parts : found;
}

type Refused = Failure & { readonly parts: readonly LeftOff[] | undefined };

async function post(
  requests: Requests,
  order: SendOrder,
  { body, files }: Pick<Composed, 'body' | 'files'>,
): Promise<{ readonly kind: 'posted'; readonly message: WireMessage } | Refused> {
  try {
    const urgent = order.post.kind !== 'drop';
    const message = await requests.post(Routes.channelMessages(channelOf(order)), messageShape, {
      body,
      ...(files && { files }),
      urgent,
      ...(order.beforeSending && { beforeSending: order.beforeSending }),
    });
    // On Discord, nonces are per author, not per channel.
    if (message.channel_id != null && message.channel_id !== channelOf(order)) {
      return { kind: 'unknown', why: 'Discord answered with a message of another channel', parts: undefined };
    }
    return { kind: 'posted', message };
  } catch (error) {
    return { ...classify(error), parts: refusedParts(error, files !== undefined) };
  }
}

/** A clear "no" to a repeat doesn't settle the attempt before it, whose message may be there. */
function afterRefusal(failure: Exclude<Failure, { kind: 'unknown' }>, mayBeThere: boolean): SendOutcome {
  if (!mayBeThere) {
    return failure.kind === 'refused'
      ? { status: 'refused', problem: failure.problem }
      : { status: 'retry', after: failure.after, why: failure.why };
  }
  const why = `An earlier attempt got no answer, then: ${wordsOf(failure)}`;
  return unknown({ why, askAgain: failure.kind === 'retry' });
}
