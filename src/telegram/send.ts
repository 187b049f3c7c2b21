import type { Post } from '../core/content.ts';
import type { Milliseconds } from '../core/ids.ts';
import type { LeftOff, Shortfall } from '../core/shortfall.ts';
import type { ResolvedOutlet } from '../ports/outlet.ts';
import type { MessageRef, PostedPoll, SendOrder, SendOutcome } from '../ports/platform.ts';
import { type Answer, type BotApi, messageLimits } from './client.ts';
import { judgeSend, wordsOfAnswer } from './errors.ts';
import { referenceOf } from './message-link.ts';
import { requestFor, type WireRequest } from './wire-messages.ts';
import { Message } from './wire-objects.ts';
import { endOf, matchAnswers, pollIdOf } from './wire-votes.ts';

/** A migration costs one more request, and each part that is refused another; more than that is a loop. */
const REQUESTS_MAX = 6;
/** After this many refused parts all others are left off as well: the message goes before its looks. */
const REFUSED_PARTS_MAX = 2;
/** No further request is begun when this much is gone: an outlet should not stand still for one message. */
const BEGIN_WITHIN: Milliseconds = 8_000;

/**
 * Posts one message, at most once. Telegram has no idempotency key and no way to look for a message, so an
 * attempt that may have reached it is never followed by another. What it refuses of a message's looks is left off and
 * told; only a message that it does not take in its plainest form is refused. Takes some 20 s at the very longest.
 */
export async function sendPost(api: BotApi, order: SendOrder): Promise<SendOutcome> {
  if (order.firstTriedAt !== undefined) {
    return {
      status: 'unknown',
      why: 'An earlier attempt may have posted it, and Telegram gives a bot no way to look.',
    };
  }
  const begunAt = performance.now();
  const refused: Shortfall[] = [];
  let outlet = order.outlet;
  for (let requests = 1; ; requests += 1) {
    const without = new Set(refused.map(({ code }) => code));
    const { ornaments, ...request } = requestFor(order.post, outlet, order.now, without);
    const answer = await post(api, request, outlet, order);
    if (answer.ok) return sentOutcome(answer.result, order, outlet, refused);

    const verdict = judgeSend(answer.failure);
    switch (verdict.kind) {
      case 'retry':
        return { status: 'retry', after: verdict.after, why: verdict.why };
      case 'refused':
        return { status: 'refused', problem: verdict.problem };
      case 'unknown':
        return { status: 'unknown', why: verdict.why };
      case 'migrated':
        outlet = movedTo(outlet, verdict.to);
        break;
      case 'ornament': {
        const left = partsToLeave(ornaments, verdict.named, refused.length);
        if (left.length === 0) return { status: 'refused', problem: verdict.problem };
        const why = wordsOfAnswer(answer.failure);
        refused.push(...left.map((code) => ({ code, why })));
      }
    }
    // Nothing was posted so far; the next attempt finds its way from the start.
    if (requests === REQUESTS_MAX || performance.now() - begunAt > BEGIN_WITHIN)
      return {
        status: 'retry',
        after: 0,
        why: 'the chat moved or refused parts of the message, and time ran out',
      };
  }
}

/** The part that was named, where the request had it; every part where none was, or others were refused before it. */
export function partsToLeave(
  ornaments: readonly LeftOff[],
  named: readonly LeftOff[],
  refusedBefore: number,
): readonly LeftOff[] {
  const found = ornaments.filter((each) => named.includes(each));
  return found.length === 0 || refusedBefore >= REFUSED_PARTS_MAX ? ornaments : found;
}

function post(
  api: BotApi,
  request: WireRequest,
  outlet: ResolvedOutlet,
  { post: { kind: what }, beforeSending }: SendOrder,
): Promise<Answer> {
  const chat = request.params.chat_id;
  const kind = outlet.traits.kind;
  const limits = messageLimits(String(chat), kind === 'group' || kind === 'supergroup');
  return api.call(request, {
    posts: true,
    limits,
    urgent: what === 'result',
    ...(beforeSending && { beforeSending }),
  });
}

/** The same outlet under the id that its group got when it became a supergroup. */
function movedTo(outlet: ResolvedOutlet, chat: string): ResolvedOutlet {
  return {
    ...outlet,
    address: { ...outlet.address, platform: 'telegram', chat },
    community: chat,
    traits: { ...outlet.traits, kind: 'supergroup' },
  };
}

function sentOutcome(
  result: unknown,
  order: SendOrder,
  outlet: ResolvedOutlet,
  shortfalls: readonly Shortfall[],
): SendOutcome {
  const read = Message.safeParse(result);
  if (!read.success)
    return { status: 'unknown', why: 'Telegram answered a send with something that is no message.' };
  const message = referenceOf(read.data);
  const poll = order.post.kind === 'poll' ? pollOf(read.data, message, order.post) : undefined;
  if (order.post.kind === 'poll' && poll === undefined) {
    return {
      status: 'unknown',
      why: `The poll was posted${message.link ? ` (${message.link})` : ''}, but its answers came back in words that are not ours.`,
    };
  }
  return {
    status: 'sent',
    message,
    ...(poll && { poll }),
    ...(outlet !== order.outlet && { outlet }),
    ...(shortfalls.length > 0 && { shortfalls }),
  };
}

function pollOf(
  sent: Message,
  message: MessageRef,
  post: Extract<Post, { kind: 'poll' }>,
): PostedPoll | undefined {
  const answers = sent.poll && matchAnswers(sent.poll, post.options);
  return sent.poll && answers && { id: pollIdOf(sent.poll), message, answers, ...endOf(sent.poll) };
}
