import { Routes } from 'discord.js';
import type { Drop, PollPost } from '../../../core/posts/content.ts';
import type { Shortfall } from '../../../core/vote/shortfall.ts';
import type { MessageRef, SendOrder, SendOutcome } from '../../../ports/platform/sending.ts';
import { channelOf } from '../address.ts';
import { classify, hasCode, shortfallOf, wordsOf } from '../requests/errors.ts';
import type { Requests } from '../requests/requests.ts';
import { EVERYONE, threadName } from '../wire/messages.ts';
import { anyShape, messageShape, type WireMessage } from '../wire/objects.ts';
import { messageLink, nativePoll } from '../wire/polls.ts';
import { webAddress } from '../wire/text.ts';
import { unknown } from './find-posted.ts';

const THREAD_EXISTS = 160004;

/** The message is there: reads what it is, and opens a drop's thread. */
export async function settlePosted(
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

export function refOf(order: SendOrder, message: WireMessage): MessageRef & { readonly link: string } {
  const channel = channelOf(order);
  return { id: message.id, in: channel, link: messageLink(order.outlet.community, channel, message.id) };
}
