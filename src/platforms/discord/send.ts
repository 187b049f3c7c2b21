import { setTimeout as wait } from 'node:timers/promises';
import { Routes, SnowflakeUtil } from 'discord.js';
import type { Instant, Milliseconds } from '../../core/ids.ts';
import type { Drop, PollPost } from '../../core/posts/content.ts';
import type { LeftOff, Shortfall } from '../../core/vote/shortfall.ts';
import { problemOf } from '../../core/wording/problems/tell-problem.ts';
import type { MessageRef, SendOrder, SendOutcome } from '../../ports/platform.ts';
import { discordAddress } from './address.ts';
import { classify, type Failure, hasCode, shortfallOf, wordsOf } from './errors.ts';
import { type Self, surroundings } from './inspect.ts';
import { allows } from './permissions.ts';
import { refusedParts } from './refused-parts.ts';
import type { Requests } from './requests.ts';
import { anyShape, historyShape, messageShape, type WireMessage } from './shapes.ts';
import { youngest } from './snowflakes.ts';
import { carriesMark } from './wire/marks.ts';
import { EVERYONE, isOwnPost, messageBody, threadName } from './wire/messages.ts';
import { messageLink, nativePoll } from './wire/polls.ts';
import { webAddress } from './wire/text.ts';

/** "The past few minutes" for which Discord knows a nonce, taken as short as is safe. */
const NONCE_REMEMBERED: Milliseconds = 60_000;
/** Discord's clock shows whole seconds, and an answer takes time. */
const SLACK: Milliseconds = 3_000;
const SLACK_OF_REPEATS: Milliseconds = 30_000;
const PAGE = 100;
/** Pages of the channel's history to search before giving up. */
const PAGES = 20;
/** A second attempt follows at once only if the first was quick; the application makes later ones. */
const QUICK: Milliseconds = 4_000;

const THREAD_EXISTS = 160004;

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
    const found = await find(requests, self, order, since);
    if (found.kind === 'unknown') return unknown(found);
    if (found.kind === 'found') return settle(requests, order, found.message);
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
      const outcome = await settle(requests, order, posted.message, posted.refused);
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
    const posted = await post(requests, order, composed.body);
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
  const found = await find(requests, self, order, since);
  switch (found.kind) {
    case 'found':
      return settle(requests, order, found.message);
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
  body: unknown,
): Promise<{ readonly kind: 'posted'; readonly message: WireMessage } | Refused> {
  try {
    const urgent = order.post.kind !== 'drop';
    const message = await requests.post(Routes.channelMessages(channelOf(order)), messageShape, {
      body,
      urgent,
      ...(order.beforeSending && { beforeSending: order.beforeSending }),
    });
    // On Discord, nonces are per author, not per channel.
    if (message.channel_id != null && message.channel_id !== channelOf(order)) {
      return { kind: 'unknown', why: 'Discord answered with a message of another channel', parts: undefined };
    }
    return { kind: 'posted', message };
  } catch (error) {
    return { ...classify(error), parts: refusedParts(error) };
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

/** The message is there: reads what it is, and opens a drop's thread. */
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
  return [{ code: 'picture', why: 'its address is none that Discord can show', cause: 'bad-picture' }];
}

async function settlePoll(
  requests: Requests,
  post: PollPost,
  message: WireMessage,
  ref: MessageRef & { readonly link: string },
): Promise<SendOutcome> {
  const poll = nativePoll(message, ref.in, ref.link, post.options);
  if (poll !== undefined) return { status: 'sent', message: ref, poll };
  // It is there and is found again by its nonce or mark: asking again posts nothing.
  let whole: WireMessage;
  try {
    whole = await requests.get(Routes.channelMessage(ref.in, ref.id), messageShape, { urgent: true });
  } catch (error) {
    const failure = classify(error);
    const why = `The poll is posted (${ref.link}), but cannot be read: ${wordsOf(failure)}`;
    return unknown({ why, askAgain: failure.kind !== 'refused' });
  }
  const read = nativePoll(whole, ref.in, ref.link, post.options);
  if (read !== undefined) return { status: 'sent', message: ref, poll: read };
  const unreadable = !whole.poll || whole.poll.answers.length < post.options.length;
  const why = unreadable ? 'cannot be read' : 'does not have the answers that were asked for';
  return unknown({ why: `The poll at ${ref.link} ${why}`, askAgain: unreadable });
}

const MUTE = 'missing-permission:MENTION_EVERYONE';

function mutePing(order: SendOrder, message: WireMessage): readonly Shortfall[] {
  const { mention } = order;
  if (mention === undefined) return [];
  if (mention === EVERYONE) {
    if (message.mention_everyone ?? true) return [];
    return [{ code: 'mention', why: 'the bot may not mention @everyone here', cause: MUTE }];
  }
  if (message.mention_roles?.includes(mention) ?? true) return [];
  return [{ code: 'mention', why: 'the role is not mentionable, or not a role of this server', cause: MUTE }];
}

/** An episode plays without its thread: a failure here is only noted. */
async function openThread(
  requests: Requests,
  order: SendOrder,
  message: WireMessage,
  name: string | undefined,
): Promise<readonly Shortfall[]> {
  const insideThread = order.outlet.traits.kind === 'thread';
  if (name === undefined || insideThread || message.thread) return [];
  try {
    await requests.post(Routes.threads(channelOf(order), message.id), anyShape, { body: { name } });
    return [];
  } catch (error) {
    if (hasCode(error, THREAD_EXISTS)) return [];
    return [shortfallOf('thread', classify(error))];
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

/** Searches the channel for the delivery's own mark, from a little before the first attempt on. */
async function find(requests: Requests, self: Self, order: SendOrder, since: Instant): Promise<Search> {
  const channel = channelOf(order);
  let after = SnowflakeUtil.generate({ timestamp: Math.max(since, 0) }).toString();
  try {
    // Without this permission Discord returns an empty list, which proves nothing.
    const around = await surroundings(requests, self, channel);
    if (around === 'outside-servers' || !allows(around.permissions, 'READ_MESSAGE_HISTORY')) {
      const why = 'The bot is not allowed to read the channel to look for the message';
      return { kind: 'unknown', why, askAgain: false };
    }
    for (let page = 0; page < PAGES; page += 1) {
      const history = await requests.get(Routes.channelMessages(channel), historyShape, {
        query: { after, limit: PAGE },
        urgent: true,
      });
      const messages = history.flatMap((entry) => messageShape.safeParse(entry).data ?? []);
      const marked = messages.filter((message) => carriesMark(message, order.post.mark));
      const ours = marked.find((message) => isOwnPost(message, self));
      if (ours !== undefined) return { kind: 'found', message: ours };
      if (marked.some(({ author }) => author.id === undefined) || mayHide(history, messages, order)) {
        const why = 'A message that may be this one cannot be read';
        return { kind: 'unknown', why, askAgain: true };
      }
      if (history.length < PAGE) return { kind: 'absent' };
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

/** Whether an entry that can't be read as a message may still contain the mark. */
const mayHide = (history: readonly unknown[], read: readonly WireMessage[], { post }: SendOrder): boolean =>
  read.length < history.length &&
  history.some(
    (entry) => !messageShape.safeParse(entry).success && JSON.stringify(entry).includes(post.mark),
  );

const channelOf = (order: SendOrder): string => discordAddress(order.outlet.address).channel;

function refOf(order: SendOrder, message: WireMessage): MessageRef & { readonly link: string } {
  const channel = channelOf(order);
  return { id: message.id, in: channel, link: messageLink(order.outlet.community, channel, message.id) };
}
