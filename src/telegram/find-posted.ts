import type { PollPost, Post } from '../core/content.ts';
import type { ResolvedOutlet } from '../ports/outlet.ts';
import type { FoundPost, MessageRef } from '../ports/platform.ts';
import { type Answer, type BotApi, messageLimits } from './client.ts';
import { judgeAsk, saysNotModified } from './errors.ts';
import { type LinkedMessage, readMessageLink, referenceOf } from './message-link.ts';
import { MOMENTARY_KEYBOARD } from './poll-counts.ts';
import { chatParameter } from './wire-messages.ts';
import { Chat, Message } from './wire-objects.ts';
import { matchAnswers, pollIdOf } from './wire-votes.ts';

/**
 * Takes a showrunner's word that a message is there: a bot cannot read messages on Telegram. The link must lead into
 * the outlet. A poll must be seen, because votes are counted by its id: its keyboard is edited twice, which returns
 * it; fans can see a button for a moment.
 */
export async function findPosted(
  api: BotApi,
  outlet: ResolvedOutlet,
  link: string,
  post: Post,
): Promise<FoundPost> {
  const linked = readMessageLink(link);
  if (linked === undefined) {
    return refused(
      'bad-link',
      'That is no link to a message on Telegram.',
      'Copy it from the message’s menu: https://t.me/…',
    );
  }
  const elsewhere = await checkPlace(api, outlet, linked);
  if (elsewhere) return elsewhere;
  if (post.kind !== 'poll') {
    const message: MessageRef = { id: String(linked.message), in: outlet.community, link: link.trim() };
    return { status: 'found', message };
  }
  return findPoll(api, outlet, linked.message, post);
}

async function checkPlace(
  api: BotApi,
  outlet: ResolvedOutlet,
  linked: LinkedMessage,
): Promise<FoundPost | undefined> {
  const { address } = outlet;
  if (address.platform !== 'telegram') throw new TypeError(`${outlet.name} is no outlet of Telegram`);
  const wrong = refused(
    'other-place',
    `That message is not in ${outlet.name}.`,
    'Copy the link of the message that stands there.',
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

async function findPoll(
  api: BotApi,
  outlet: ResolvedOutlet,
  message: number,
  post: PollPost,
): Promise<FoundPost> {
  const there = { chat_id: chatParameter(outlet.community), message_id: message };
  const { kind } = outlet.traits;
  const limits = messageLimits(outlet.community, kind === 'group' || kind === 'supergroup');
  const edit = (markup: object): Promise<Answer> =>
    api.call({ method: 'editMessageReplyMarkup', params: { ...there, ...markup } }, { limits });
  const shown = await edit({ reply_markup: MOMENTARY_KEYBOARD });
  if (!shown.ok && !saysNotModified(shown.failure)) return unseen(shown);
  const hidden = await edit({});
  const answer = hidden.ok ? hidden : shown;
  if (!answer.ok) return unseen(answer);
  const read = Message.safeParse(answer.result);
  const poll = read.success ? read.data.poll : undefined;
  const answers = poll && matchAnswers(poll, post.options);
  if (!read.success || !poll || !answers) {
    return refused(
      'other-message',
      'That message is not this poll.',
      'Copy the link of the poll itself. If it was a drop, /episode link puts its button back.',
    );
  }
  const found = referenceOf(read.data);
  return { status: 'found', message: found, poll: { id: pollIdOf(poll), message: found, answers } };
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
        `The bot cannot see that message as its own: ${verdict.description}.`,
        'Copy the link of the poll that the bot posted.',
      );
  }
}

function refused(code: string, what: string, fix: string): FoundPost {
  return { status: 'refused', problem: { code, what, fix } };
}
