import type { Milliseconds } from '../../../core/ids.ts';
import type { PollPost } from '../../../core/posts/content.ts';
import type { LeftOff, Shortfall } from '../../../core/vote/shortfall.ts';
import type { ResolvedOutlet } from '../../../ports/platform/outlet.ts';
import type { MessageRef, PostedPoll, SendOrder, SendOutcome } from '../../../ports/platform/sending.ts';
import { type Answer, type BotApi, messageLimits } from '../requests/client.ts';
import { judgeSend, wordsOfAnswer } from '../requests/errors.ts';
import { requestFor } from '../wire/messages.ts';
import type { Photo } from '../wire/notices.ts';
import { Message, type Poll } from '../wire/objects.ts';
import type { PostRequest, WireRequest } from '../wire/requests.ts';
import { endOf, matchAnswers, pollIdOf } from '../wire/votes.ts';
import type { CardPhotos } from './card-photos.ts';
import { sealedAs, see } from './find-posted.ts';
import { referenceOf } from './message-link.ts';

/** A migration costs one more request, and so does each refused part. More than this is a loop. */
const REQUESTS_MAX = 6;
/**
 * After this many refused parts, all others are left out as well: sending the message matters more than how
 * it looks.
 */
const REFUSED_PARTS_MAX = 2;
/** No further request starts after this time: one message should not block an outlet. */
const BEGIN_WITHIN: Milliseconds = 8_000;

/**
 * Posts one message, at most once. Telegram has no idempotency key and no way to search for a message, so an attempt that may
 * have arrived is never followed by another. What Telegram refuses of a message's looks is left out and reported. Only a
 * message that it refuses in its plainest form counts as refused. Takes some 20 s at most.
 */
export async function sendPost(
  api: BotApi,
  photos: CardPhotos,
  order: SendOrder,
  botName?: string,
): Promise<SendOutcome> {
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
    const place = outlet;
    const compose = (photo?: Photo): PostRequest =>
      requestFor(order.post, place, order.now, without, { botName, photo });
    const picture = without.has('picture') ? undefined : order.picture;
    // Which parts it has does not depend on which photo it is.
    const { ornaments } = compose(picture && 'any');
    const answer =
      picture === undefined
        ? await post(api, compose(), place, order)
        : await photos.send(picture, (photo) => post(api, compose(photo), place, order));
    if (answer.ok) return sentOutcome(api, answer.result, order, outlet, refused);

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
        const { code: cause, said } = verdict.problem;
        refused.push(...left.map((code) => ({ code, why, ...(said === undefined && { cause }) })));
      }
    }
    // Nothing was posted so far; the next attempt starts over.
    if (requests === REQUESTS_MAX || performance.now() - begunAt > BEGIN_WITHIN)
      return {
        status: 'retry',
        after: 0,
        why: 'the chat moved or refused parts of the message, and time ran out',
      };
  }
}

/** The part that was named, if the request had it. Every part, if none was named or others were refused before. */
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
  { method, params }: WireRequest,
  outlet: ResolvedOutlet,
  { post: { kind: what }, beforeSending }: SendOrder,
): Promise<Answer> {
  const chat = params.chat_id;
  const kind = outlet.traits.kind;
  const limits = messageLimits(String(chat), kind === 'group' || kind === 'supergroup');
  return api.call(
    { method, params },
    {
      posts: true,
      limits,
      urgent: what === 'result',
      ...(beforeSending && { beforeSending }),
    },
  );
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

/**
 * A message that Telegram accepted is there, whatever else the answer says: it is never sent again. If a poll's answers can't
 * be read from it, it is read once more.
 */
async function sentOutcome(
  api: BotApi,
  result: unknown,
  order: SendOrder,
  outlet: ResolvedOutlet,
  shortfalls: readonly Shortfall[],
): Promise<SendOutcome> {
  const read = Message.safeParse(result);
  if (!read.success) {
    const why = 'Telegram accepted the message, but did not return its number.';
    return { status: 'unknown', why, isThere: true };
  }
  const message = referenceOf(read.data, outlet.community);
  const { post } = order;
  const poll = post.kind === 'poll' ? await pollIn(api, read.data, outlet, message, post) : undefined;
  if (post.kind === 'poll' && poll === undefined) {
    const where = message.link ? ` (${message.link})` : '';
    const why = `The poll was posted${where}, but its answers came back with different words.`;
    return { status: 'unknown', why, isThere: true };
  }
  return {
    status: 'sent',
    message,
    ...(poll && { poll }),
    ...(outlet !== order.outlet && { outlet }),
    ...(shortfalls.length > 0 && { shortfalls }),
  };
}

async function pollIn(
  api: BotApi,
  sent: Message,
  outlet: ResolvedOutlet,
  message: MessageRef,
  post: PollPost,
): Promise<PostedPoll | undefined> {
  if (sent.poll !== undefined) return pollOf(sent.poll, message, post);
  const seen = await see(api, outlet, Number(message.id), post);
  return 'status' in seen || seen.poll === undefined ? undefined : pollOf(seen.poll, message, post);
}

function pollOf(poll: Poll, message: MessageRef, post: PollPost): PostedPoll | undefined {
  const answers = matchAnswers(poll, post.options);
  return answers && { id: pollIdOf(poll), message, answers, ...endOf(poll), ...sealedAs(post) };
}
