import type { PollPost, Post } from '../../../core/posts/content.ts';
import type { ResolvedOutlet } from '../../../ports/platform/outlet.ts';
import type { FoundPost, WantedPost } from '../../../ports/platform/platform.ts';
import { telegramAddress } from '../address.ts';
import { type Answer, type BotApi, messageLimits } from '../requests/client.ts';
import { judgeAsk, saysNotModified } from '../requests/errors.ts';
import { chatParameter, requestFor } from '../wire/messages.ts';
import { Chat, type User } from '../wire/objects.ts';
import { endOf, matchAnswers, pollIdOf } from '../wire/votes.ts';
import { otherMessage, SeenMessage, whyNotThat } from './is-that-post.ts';
import { type LinkedMessage, readMessageLink, referenceOf } from './message-link.ts';
import { MOMENTARY_KEYBOARD } from './polls.ts';

/**
 * Checks a message that a showrunner points at. A bot can't read messages on Telegram, but an edit returns the whole message.
 * So we add a button for a moment and remove it again, which also proves that the bot may edit the message.
 */
export async function findPosted(
  api: BotApi,
  bot: Pick<User, 'id' | 'username'>,
  outlet: ResolvedOutlet,
  link: string,
  wanted: WantedPost,
): Promise<FoundPost> {
  const linked = readMessageLink(link);
  if (linked === undefined) {
    return refused(
      'bad-link',
      'That is not a link to a message on Telegram.',
      'Copy it from the message’s menu: https://t.me/…',
    );
  }
  const elsewhere = await checkPlace(api, outlet, linked);
  if (elsewhere) return elsewhere;
  if (wanted.isTaken(String(linked.message))) return { status: 'refused', problem: otherMessage };
  const seen = await see(api, outlet, linked.message, wanted.post, bot.username);
  if ('status' in seen) return seen;
  // With a fast clock here, every message would look older than the first attempt.
  const since = wanted.since - Math.max(0, api.clockAhead() ?? 0);
  const problem = whyNotThat(seen, { ...wanted, since }, outlet, bot.id);
  if (problem !== undefined) return { status: 'refused', problem };
  const message = referenceOf(seen, outlet.community);
  const { post } = wanted;
  if (post.kind !== 'poll') return { status: 'found', message };
  const answers = seen.poll && matchAnswers(seen.poll, post.options);
  if (!seen.poll || !answers) return { status: 'refused', problem: otherMessage };
  return {
    status: 'found',
    message,
    poll: { id: pollIdOf(seen.poll), message, answers, ...endOf(seen.poll), ...sealedAs(post) },
  };
}

/** Stored with a poll whose counts are hidden until its end. */
export const sealedAs = ({ sealed }: PollPost): { readonly sealed?: true } =>
  sealed ? { sealed: true } : {};

async function checkPlace(
  api: BotApi,
  outlet: ResolvedOutlet,
  linked: LinkedMessage,
): Promise<FoundPost | undefined> {
  const address = telegramAddress(outlet.address);
  const wrong = refused(
    'other-place',
    `That message is not in ${outlet.name}.`,
    'Copy the link of the message in that chat.',
  );
  if (linked.topic !== undefined && linked.topic !== (address.topic ?? linked.topic)) return wrong;
  if (linked.chat === address.chat) return undefined;
  if (!linked.chat.startsWith('@')) return wrong;
  const answer = await api.call({ method: 'getChat', params: { chat_id: linked.chat } });
  if (!answer.ok) {
    const verdict = judgeAsk(answer.failure);
    return verdict.kind === 'retry' ? { status: 'retry', after: verdict.after, why: verdict.why } : wrong;
  }
  const chat = Chat.safeParse(answer.result);
  return chat.success && String(chat.data.id) === address.chat ? undefined : wrong;
}

/** The message as its edits return it; afterwards it has the buttons that the post has. */
export async function see(
  api: BotApi,
  outlet: ResolvedOutlet,
  message: number,
  post: Post,
  botName?: string,
): Promise<SeenMessage | FoundPost> {
  const there = { chat_id: chatParameter(outlet.community), message_id: message };
  const { kind } = outlet.traits;
  const limits = messageLimits(outlet.community, kind === 'group' || kind === 'supergroup');
  const edit = (markup: object): Promise<Answer> =>
    api.call({ method: 'editMessageReplyMarkup', params: { ...there, ...markup } }, { limits });
  const shown = await edit({ reply_markup: MOMENTARY_KEYBOARD });
  if (!shown.ok && !saysNotModified(shown.failure)) return unseen(shown);
  const { reply_markup } = requestFor(post, outlet, 0, undefined, { botName }).params;
  let restored = await edit(reply_markup === undefined ? {} : { reply_markup });
  // If Telegram refuses a button now, it was also left out when the message was posted.
  if (!restored.ok && reply_markup !== undefined) restored = await edit({});
  const answer = restored.ok ? restored : shown;
  if (!answer.ok) return unseen(answer);
  const read = SeenMessage.safeParse(answer.result);
  return read.success ? read.data : { status: 'refused', problem: otherMessage };
}

function unseen({ failure }: Extract<Answer, { ok: false }>): FoundPost {
  const verdict = judgeAsk(failure);
  switch (verdict.kind) {
    case 'retry':
      return { status: 'retry', after: verdict.after, why: verdict.why };
    case 'gone':
      return { status: 'refused', problem: verdict.problem };
    case 'refused':
      return refused(
        'not-ours',
        `That message does not seem to be the bot’s: ${verdict.description}.`,
        'Copy the link of the poll that the bot posted.',
      );
  }
}

function refused(code: string, what: string, fix: string): FoundPost {
  return { status: 'refused', problem: { code, what, fix } };
}
