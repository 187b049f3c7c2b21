import { type ChatRef, type ChatState, chatObject } from './chats/chats.ts';
import { isAdministrator } from './chats/members.ts';
import type { CallbackAnswer } from './messages/callbacks.ts';
import { type Author, GROUP_ANONYMOUS_BOT } from './messages/messages.ts';
import { formatText } from './messages/text.ts';
import type { Platform } from './method.ts';
import type { Message, User } from './types.ts';

export interface Say {
  chat: ChatRef;
  /** A forum topic; without it, the General one. */
  topic?: number;
  /** Who writes: an account, or the chat itself (a channel's post, a group's anonymous administrator). */
  from: number | User | 'chat';
  text: string;
  replyTo?: number;
}

export interface Press {
  chat: ChatRef;
  message: number;
  data: string;
  from: number | User;
  /** How long the bot may take to answer. Default 10,000 ms. */
  timeoutMs?: number;
}

export interface Pressed {
  answer: CallbackAnswer;
  /** How the message was edited between the press and the answer. */
  edits: Message[];
}

/** A person writes; the bot gets the message if privacy mode allows it. Returns the message. */
export function say(platform: Platform, { chat: ref, topic, from, text, replyTo }: Say): Message {
  const chat = platform.chats.get(ref);
  if (topic !== undefined && !chat.topics.has(topic))
    throw new Error(`The chat ${chat.id} has no topic ${topic}.`);
  const author = authorOf(platform, chat, from);
  const formatted = formatText(text, '', undefined);
  const target = replyTo ?? topic;
  const reply = target === undefined ? undefined : chat.messages.get(target);
  const message = platform.messages.create(chat, author, {
    text: formatted.text,
    ...(formatted.entities.length > 0 && { entities: formatted.entities }),
    ...(topic !== undefined && { message_thread_id: topic }),
    ...(reply && { reply_to_message: platform.messages.render(reply) }),
  });
  if (reachesBot(platform, chat, message)) {
    const lane = `chat ${chat.id}`;
    platform.updates.push(chat.type === 'channel' ? { channel_post: message } : { message }, lane);
  }
  return message;
}

function authorOf(platform: Platform, chat: ChatState, from: Say['from']): Author {
  if (from !== 'chat') {
    const person = platform.chats.person(from);
    // A person who writes in a group is a member; nobody has to be added first.
    if (chat.type !== 'private' && !chat.standings.has(person.id)) {
      chat.standings.set(person.id, { status: 'member' });
    }
    return { from: person, byBot: false };
  }
  if (chat.type === 'channel') return { senderChat: chatObject(chat), byBot: false };
  if (chat.type !== 'supergroup')
    throw new Error(`Nobody writes as the ${chat.type} chat ${chat.id} itself.`);
  return { from: GROUP_ANONYMOUS_BOT, senderChat: chatObject(chat), byBot: false };
}

/**
 * Privacy mode (https://core.telegram.org/bots/features#privacy-mode), which is on by default: a bot that is
 * not an administrator gets only commands and replies to its own messages from a group.
 */
function reachesBot(platform: Platform, chat: ChatState, message: Message): boolean {
  const { bot } = platform.chats;
  if (chat.type === 'private') return !chat.blocked;
  const standing = chat.standings.get(bot.id);
  if (standing === undefined || standing.status === 'left' || standing.status === 'kicked') return false;
  if (chat.type === 'channel' || isAdministrator(standing)) return true;
  if (message.reply_to_message?.from?.id === bot.id) return true;
  return (message.entities ?? []).some(({ type, offset, length }) => {
    if (type !== 'bot_command') return false;
    const addressee = message.text?.slice(offset, offset + length).split('@')[1];
    return addressee === undefined || addressee.toLowerCase() === bot.username?.toLowerCase();
  });
}

/**
 * A person presses an inline button. Resolves with the bot's answerCallbackQuery; rejects if it answers too
 * late.
 * @throws Error if the message has no such button
 */
export async function press(platform: Platform, press: Press): Promise<Pressed> {
  const chat = platform.chats.get(press.chat);
  const stored = chat.messages.get(press.message);
  if (!stored) throw new Error(`The chat ${chat.id} has no message ${press.message}.`);
  const message = platform.messages.render(stored);
  const buttons = (message.reply_markup?.inline_keyboard ?? []).flat();
  if (!buttons.some((button) => button.callback_data === press.data)) {
    const there = buttons.map((button) => button.callback_data ?? button.text).join(', ');
    throw new Error(`Message ${press.message} has no button "${press.data}"; it has: ${there || 'none'}.`);
  }
  const edits: Message[] = [];
  const collect = (event: { chatId: number; message: Message }) => {
    if (event.chatId === chat.id && event.message.message_id === press.message) edits.push(event.message);
  };
  platform.messages.onEdit.add(collect);
  try {
    const answer = await platform.callbacks.press(
      {
        from: platform.chats.person(press.from),
        message,
        chatInstance: chat.instance,
        data: press.data,
        timeoutMs: press.timeoutMs ?? 10_000,
      },
      (content, lane) => platform.updates.push(content, lane),
    );
    return { answer, edits };
  } finally {
    platform.messages.onEdit.delete(collect);
  }
}
