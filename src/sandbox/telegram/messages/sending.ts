import { badRequest } from '../api-error.ts';
import type { ChatState } from '../chats/chats.ts';
import { hasRight, type Permission } from '../chats/members.ts';
import type { Platform } from '../method.ts';
import { isRecord, type Params } from '../params.ts';
import { readInlineKeyboard } from './keyboard.ts';
import type { MessageContent } from './messages.ts';

export interface Destination {
  chat: ChatState;
  /** What every kind of message takes: topic, reply, keyboard, protection. */
  common: Pick<
    MessageContent,
    'message_thread_id' | 'reply_to_message' | 'reply_markup' | 'has_protected_content'
  >;
}

/**
 * Checks where a new message should go.
 * @throws ApiError 400, 403
 */
export function readDestination(
  params: Params,
  platform: Platform,
  permission: Permission,
  kind: string,
): Destination {
  const keyboard = readInlineKeyboard(params);
  const chat = platform.chats.require(params.text('chat_id'), 'write');
  const thread = readThread(params, chat, platform);
  platform.chats.requirePosting(chat, permission, kind);
  const reply = readReply(params, chat, platform, thread);
  return {
    chat,
    common: {
      ...(thread !== undefined && { message_thread_id: thread }),
      ...(reply && { reply_to_message: reply }),
      ...(keyboard && { reply_markup: keyboard }),
      ...(params.boolean('protect_content') && { has_protected_content: true as const }),
    },
  };
}

/**
 * The General topic is reached without a thread id; asking for it by its id 1 fails on the real server too.
 */
function readThread(params: Params, chat: ChatState, platform: Platform): number | undefined {
  const id = params.integer('message_thread_id') ?? 0;
  if (id <= 0) return undefined;
  const topic = chat.topics.get(id);
  if (!topic) throw badRequest('message thread not found');
  const standing = chat.standings.get(platform.chats.bot.id);
  if (topic.closed && !hasRight(standing, 'can_manage_topics')) throw badRequest('TOPIC_CLOSED');
  return id;
}

function readReply(
  params: Params,
  chat: ChatState,
  platform: Platform,
  thread: number | undefined,
): MessageContent['reply_to_message'] {
  const reply = params.object('reply_parameters');
  const legacy = params.integer('reply_to_message_id');
  const id = reply ? Number(reply.message_id) : legacy;
  if (id === undefined || id === 0) {
    const created = thread === undefined ? undefined : chat.messages.get(thread);
    return created && platform.messages.render(created);
  }
  const target = chat.messages.get(id);
  if (target) {
    const { reply_to_message: _, ...message } = platform.messages.render(target);
    return message;
  }
  const lenient = isRecord(reply)
    ? reply.allow_sending_without_reply
    : params.raw.allow_sending_without_reply;
  if (lenient === true || lenient === 'true') return undefined;
  throw badRequest('message to be replied not found');
}
