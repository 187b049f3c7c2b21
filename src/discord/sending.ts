import { setTimeout as wait } from 'node:timers/promises';
import { Routes, SnowflakeUtil } from 'discord.js';
import type { Drop, PollPost } from '../core/content.ts';
import type { Milliseconds } from '../core/ids.ts';
import type { LeftOff, Shortfall } from '../core/shortfall.ts';
import type { MessageRef, SendOrder, SendOutcome } from '../ports/platform.ts';
import { classify, type Failure, hasCode, wordsOf } from './errors.ts';
import { type Self, surroundings } from './inspection.ts';
import { allows } from './permissions.ts';
import { refusedParts } from './refused-parts.ts';
import type { Requests } from './requests.ts';
import { channelShape, messageShape, type WireMessage } from './shapes.ts';
import { CLOCK_MARGIN, youngest } from './snowflakes.ts';
import { carriesMark, isOwnPost, messageBody, threadName } from './wire-messages.ts';
import { messageLink, nativePoll } from './wire-polls.ts';
import { webAddress } from './wire-text.ts';

/** "The past few minutes" in which Discord knows a nonce, taken as short as is safe. */
const NONCE_REMEMBERED: Milliseconds = 60_000;
const PAGE = 100;
/** Pages of the channel's history that are searched before giving up. */
const PAGES = 20;
/** A second attempt follows at once only where the first was quick; later ones are the application's. */
const QUICK: Milliseconds = 4_000;

const THREAD_EXISTS = 160004;

/** Sends one message, at most once: see `Platform.send`. */
export async function sendPost(requests: Requests, self: Self, order: SendOrder): Promise<SendOutcome> {
  const startedAt = Date.now();
  if (order.lookOnly === true) return look(requests, self, order);
  const refused: Shortfall[] = [];

  const { firstTriedAt } = order;
  let mayBeThere = firstTriedAt !== undefined;
  if (firstTriedAt !== undefined && order.now - firstTriedAt >= NONCE_REMEMBERED) {
    const found = await find(requests, self, order, firstTriedAt);
    if (found.kind === 'unknown') return unknown(found);
    if (found.kind === 'found') return settle(requests, order, found.message);
    mayBeThere = false;
  }
  for (let attempt = 1; ; ) {
    const composed = messageBody(order, new Set(refused.map(({ code }) => code)));
    if ('problem' in composed) return { status: 'refused', problem: composed.problem };
    const posted = await post(requests, order, composed.body);
    if (posted.kind === 'posted') return settle(requests, order, posted.message, refused);
    if (posted.kind !== 'unknown') {
      const left = partsToLeave(composed.parts, posted.parts, refused.length);
      if (left.length === 0) return afterRefusal(posted, mayBeThere);
      // Nothing was posted; and with the same nonce a plainer repeat cannot post twice either.
      refused.push(...left.map((code) => ({ code, why: wordsOf(posted) })));
      continue;
    }
    if (attempt === 2 || Date.now() - startedAt > QUICK)
      return { status: 'unknown', why: posted.why, askAgain: true };
    // With the same nonce a repeat cannot post twice, and its answer tells which message is there.
    mayBeThere = true;
    attempt += 1;
    await wait(200);
  }
}

/** Too late to be posted: found, or certainly not there. */
async function look(requests: Requests, self: Self, order: SendOrder): Promise<SendOutcome> {
  const found = await find(requests, self, order, order.firstTriedAt ?? order.now);
  switch (found.kind) {
    case 'found':
      return settle(requests, order, found.message);
    case 'unknown':
      return unknown(found);
    case 'absent':
      return {
        status: 'refused',
        problem: {
          code: 'too-late',
          what: 'Its time was over before it could be sent.',
          fix: 'Nothing can be done for this message; see in the log why it was not sent earlier.',
        },
      };
  }
}

/** After this many refused parts all others are left off as well: the message goes before its looks. */
const REFUSED_PARTS_MAX = 2;

/** @param named undefined where the refusal is about something else. */
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
  body: unknown,
): Promise<{ readonly kind: 'posted'; readonly message: WireMessage } | Refused> {
  try {
    const urgent = order.post.kind !== 'drop';
    const message = await requests.post(Routes.channelMessages(channelOf(order)), messageShape, {
      body,
      urgent,
      ...(order.beforeSending && { beforeSending: order.beforeSending }),
    });
    // Nonces are Discord's per author, not per channel.
    if (message.channel_id !== channelOf(order)) {
      return { kind: 'unknown', why: 'Discord answered with a message of another channel', parts: undefined };
    }
    return { kind: 'posted', message };
  } catch (error) {
    return { ...classify(error), parts: refusedParts(error) };
  }
}

/** A clear "no" to a repeat says nothing of the attempt before it, whose message may be there. */
function afterRefusal(failure: Exclude<Failure, { kind: 'unknown' }>, mayBeThere: boolean): SendOutcome {
  if (!mayBeThere) {
    return failure.kind === 'refused'
      ? { status: 'refused', problem: failure.problem }
      : { status: 'retry', after: failure.after, why: failure.why };
  }
  const why = `An earlier attempt went unanswered, then: ${wordsOf(failure)}`;
  return unknown({ why, askAgain: failure.kind === 'retry' });
}

/** The message is there: reads what it is, opens the thread of a drop. */
async function settle(
  requests: Requests,
  order: SendOrder,
  message: WireMessage,
  refused: readonly Shortfall[] = [],
): Promise<SendOutcome> {
  const ref = refOf(order, message);
  switch (order.post.kind) {
    case 'poll':
      return withShortfalls(await settlePoll(requests, order.post, message, ref), refused);
    case 'drop': {
      const shortfalls = [
        ...refused,
        ...noPicture(order.post),
        ...(refused.some(({ code }) => code === 'mention') ? [] : mutePing(order, message)),
        ...(await openThread(requests, order, message, threadName(order.post))),
      ];
      return withShortfalls({ status: 'sent', message: ref }, shortfalls);
    }
    case 'reminder':
    case 'result':
    case 'alert':
    case 'extension':
    case 'notice':
      return withShortfalls({ status: 'sent', message: ref }, refused);
  }
}

function withShortfalls(outcome: SendOutcome, shortfalls: readonly Shortfall[]): SendOutcome {
  return outcome.status === 'sent' && shortfalls.length > 0 ? { ...outcome, shortfalls } : outcome;
}

function noPicture({ image }: Drop): readonly Shortfall[] {
  if (image === undefined || webAddress(image) !== undefined) return [];
  return [{ code: 'picture', why: 'its address is none that Discord can show' }];
}

async function settlePoll(
  requests: Requests,
  post: PollPost,
  message: WireMessage,
  ref: MessageRef & { readonly link: string },
): Promise<SendOutcome> {
  let whole = message;
  if (!whole.poll) {
    try {
      whole = await requests.get(Routes.channelMessage(ref.in, ref.id), messageShape, { urgent: true });
    } catch (error) {
      const failure = classify(error);
      const why = `The poll is posted (${ref.link}), but cannot be read: ${wordsOf(failure)}`;
      return unknown({ why, askAgain: failure.kind !== 'refused' });
    }
  }
  const poll = nativePoll(whole, ref.link, post.options);
  if (poll === undefined) {
    return {
      status: 'unknown',
      why: `The poll at ${ref.link} does not have the answers that were asked for`,
    };
  }
  return { status: 'sent', message: ref, poll };
}

function mutePing(order: SendOrder, message: WireMessage): readonly Shortfall[] {
  if (order.mention === undefined || message.mention_roles.includes(order.mention)) return [];
  return [{ code: 'mention', why: 'the role is not mentionable, or not a role of this server' }];
}

/** An episode plays without its thread: what stands against one is only noted. */
async function openThread(
  requests: Requests,
  order: SendOrder,
  message: WireMessage,
  name: string | undefined,
): Promise<readonly Shortfall[]> {
  const insideThread = order.outlet.traits.kind === 'thread';
  if (name === undefined || insideThread || message.thread) return [];
  try {
    await requests.post(Routes.threads(message.channel_id, message.id), channelShape, { body: { name } });
    return [];
  } catch (error) {
    if (hasCode(error, THREAD_EXISTS)) return [];
    return [{ code: 'thread', why: wordsOf(classify(error)) }];
  }
}

type Search =
  | { readonly kind: 'found'; readonly message: WireMessage }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly why: string; readonly askAgain: boolean };

const unknown = ({
  why,
  askAgain,
}: Pick<Extract<Search, { kind: 'unknown' }>, 'why' | 'askAgain'>): SendOutcome => ({
  status: 'unknown',
  why,
  ...(askAgain && { askAgain }),
});

/** Looks through the channel, from a little before the first attempt on, for the delivery's own mark. */
async function find(requests: Requests, self: Self, order: SendOrder, since: number): Promise<Search> {
  const channel = channelOf(order);
  let after = SnowflakeUtil.generate({ timestamp: Math.max(since - CLOCK_MARGIN, 0) }).toString();
  try {
    // Without this permission Discord answers with an empty list, which proves nothing.
    const around = await surroundings(requests, self, channel);
    if (around === 'outside-servers' || !allows(around.permissions, 'READ_MESSAGE_HISTORY')) {
      const why = 'The bot may not read the channel to look for the message';
      return { kind: 'unknown', why, askAgain: false };
    }
    for (let page = 0; page < PAGES; page += 1) {
      const messages = await requests.get(Routes.channelMessages(channel), messageShape.array(), {
        query: { after, limit: PAGE },
        urgent: true,
      });
      const ours = messages.find(
        (message) => isOwnPost(message, self) && carriesMark(message, order.post.mark),
      );
      if (ours !== undefined) return { kind: 'found', message: ours };
      if (messages.length < PAGE) return { kind: 'absent' };
      after = youngest(messages.map((message) => message.id)).toString();
    }
    return {
      kind: 'unknown',
      why: `The message is not among the ${PAGE * PAGES} that followed the first attempt`,
      askAgain: false,
    };
  } catch (error) {
    const failure = classify(error);
    const why = `The channel cannot be searched: ${wordsOf(failure)}`;
    return { kind: 'unknown', why, askAgain: failure.kind !== 'refused' };
  }
}

function channelOf(order: SendOrder): string {
  const { address } = order.outlet;
  if (address.platform !== 'discord') throw new Error(`Discord was asked to post to ${address.platform}`);
  return address.channel;
}

function refOf(order: SendOrder, message: WireMessage): MessageRef & { readonly link: string } {
  const link = messageLink(order.outlet.community, message.channel_id, message.id);
  return { id: message.id, in: message.channel_id, link };
}
