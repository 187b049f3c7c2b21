import { badRequest } from '../api-error.ts';
import type { ChatState, StoredMessage } from '../chats/chats.ts';
import { hasRight } from '../chats/members.ts';
import { readDocument } from '../messages/documents.ts';
import { readInlineKeyboard } from '../messages/keyboard.ts';
import type { MessageContent } from '../messages/messages.ts';
import { readPhoto } from '../messages/photos.ts';
import { readDestination } from '../messages/sending.ts';
import { codePoints, readText } from '../messages/text.ts';
import type { Method, Platform } from '../method.ts';
import type { Params } from '../params.ts';
import type { FormattedText, Message } from '../types.ts';

const LONGEST_TEXT = 4096;
const LONGEST_CAPTION = 1024;

const sendMessage: Method = (params, platform) => {
  const content = readMessageText(params);
  const { chat, common } = readDestination(params, platform, 'can_send_messages', 'text messages');
  return platform.messages.create(chat, platform.messages.botAuthor(chat), { ...common, ...content });
};

const sendPhoto: Method = (params, platform) => {
  const photo = readPhoto(params.file('photo') ?? params.text('photo'), platform);
  const caption = readCaption(params);
  const { chat, common } = readDestination(params, platform, 'can_send_photos', 'photos');
  return platform.messages.create(chat, platform.messages.botAuthor(chat), {
    ...common,
    photo,
    ...caption,
    ...(params.boolean('has_spoiler') && { has_media_spoiler: true as const }),
  });
};

const sendDocument: Method = (params, platform) => {
  const document = readDocument(params.file('document') ?? params.text('document'), platform);
  const caption = readCaption(params);
  const { chat, common } = readDestination(params, platform, 'can_send_documents', 'documents');
  return platform.messages.create(chat, platform.messages.botAuthor(chat), {
    ...common,
    document,
    ...caption,
  });
};

const editMessageText: Method = (params, platform) => {
  const content = readMessageText(params);
  return edit(params, platform, (message) => {
    if (message.text === undefined) throw badRequest('there is no text in the message to edit');
    return content;
  });
};

const editMessageCaption: Method = (params, platform) => {
  const content = readCaption(params);
  return edit(params, platform, (message) => {
    if (message.photo === undefined && message.document === undefined)
      throw badRequest('there is no caption in the message to edit');
    return { caption: '', ...content };
  });
};

/** Returns the message with its poll as it is now: the only way to read a poll again. */
const editMessageReplyMarkup: Method = (params, platform) =>
  edit(params, platform, ({ entities, caption_entities, link_preview_options }) => ({
    ...(entities && { entities }),
    ...(caption_entities && { caption_entities }),
    ...(link_preview_options && { link_preview_options }),
  }));

function edit(
  params: Params,
  platform: Platform,
  contentFor: (message: Message) => Partial<MessageContent>,
): Message {
  const keyboard = readInlineKeyboard(params);
  const { chat, stored } = findMessage(params, platform, 'edit', 'message to edit');
  requireEditable(chat, stored, platform, "message can't be edited");
  const before = stored.message;
  const changes = { ...contentFor(before), ...(keyboard && { reply_markup: keyboard }) };
  const { entities, caption_entities, link_preview_options, reply_markup, ...kept } = before;
  const same =
    JSON.stringify(sorted({ ...kept, ...changes })) ===
    JSON.stringify(
      sorted({
        ...kept,
        ...(entities && { entities }),
        ...(caption_entities && { caption_entities }),
        ...(link_preview_options && { link_preview_options }),
        ...(reply_markup && { reply_markup }),
      }),
    );
  if (same) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  }
  if (changes.caption === '') {
    const { caption: _, ...rest } = changes;
    delete stored.message.caption;
    return platform.messages.edited(chat, stored, rest);
  }
  return platform.messages.edited(chat, stored, changes);
}

function sorted(value: Record<string, unknown>): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

const deleteMessage: Method = (params, platform) => {
  const { chat, stored } = findMessage(params, platform, 'write', 'message to delete');
  requireDeletable(chat, stored, platform);
  platform.messages.delete(chat, stored);
  return true;
};

const deleteMessages: Method = (params, platform) => {
  const chat = platform.chats.require(params.text('chat_id'), 'write');
  const ids = params.list('message_ids');
  if (!ids || ids.length === 0) throw badRequest('message identifiers are not specified');
  if (ids.length > 100) throw badRequest('too many message identifiers specified');
  // Messages that are not there are skipped.
  const found = ids.map((id) => chat.messages.get(Number(id))).filter((stored) => stored !== undefined);
  for (const stored of found) requireDeletable(chat, stored, platform);
  for (const stored of found) platform.messages.delete(chat, stored);
  return true;
};

/** "A message can only be deleted if it was sent less than 48 hours ago" (deleteMessage). */
const DELETABLE_FOR_SECONDS = 48 * 3600;

function requireDeletable(chat: ChatState, stored: StoredMessage, platform: Platform): void {
  const bot = chat.standings.get(platform.chats.bot.id);
  const mayOwn = chat.type !== 'channel' || hasRight(bot, 'can_post_messages');
  const may = (stored.byBot && mayOwn) || hasRight(bot, 'can_delete_messages');
  const isOld = platform.now() / 1000 - stored.message.date > DELETABLE_FOR_SECONDS;
  if (isOld || (!may && chat.type !== 'private')) throw badRequest("message can't be deleted");
}

const pinChatMessage: Method = (params, platform) => {
  const { chat, stored } = findMessage(params, platform, 'write', 'message to pin');
  requirePinning(chat, platform);
  const id = stored.message.message_id;
  chat.pinned = [...chat.pinned.filter((pinned) => pinned !== id), id];
  const { reply_to_message: _, ...pinned } = platform.messages.render(stored);
  // Other members see a line in the chat; the bot is not told about its own action.
  if (chat.type !== 'private') {
    platform.messages.create(chat, platform.messages.botAuthor(chat), { pinned_message: pinned });
  }
  return true;
};

const unpinChatMessage: Method = (params, platform) => {
  const chat = platform.chats.require(params.text('chat_id'), 'write');
  requirePinning(chat, platform);
  const id = params.integer('message_id') ?? chat.pinned.at(-1);
  if (id === undefined || !chat.messages.has(id)) throw badRequest('message to unpin not found');
  chat.pinned = chat.pinned.filter((pinned) => pinned !== id);
  return true;
};

const unpinAllChatMessages: Method = (params, platform) => {
  const chat = platform.chats.require(params.text('chat_id'), 'write');
  requirePinning(chat, platform);
  chat.pinned = [];
  return true;
};

function requirePinning(chat: ChatState, platform: Platform): void {
  if (chat.type === 'private') return;
  const right = chat.type === 'channel' ? 'can_edit_messages' : 'can_pin_messages';
  if (!hasRight(chat.standings.get(platform.chats.bot.id), right)) {
    throw badRequest('not enough rights to manage pinned messages in the chat');
  }
}

/** @throws ApiError 400 "… not found", also for one who left the chat */
export function findMessage(
  params: Params,
  platform: Platform,
  access: 'edit' | 'write',
  what: string,
): { chat: ChatState; stored: StoredMessage } {
  const chat = platform.chats.require(params.text('chat_id'), access);
  const stored = chat.messages.get(params.integer('message_id') ?? 0);
  if (!stored) throw badRequest(`${what} not found`);
  return { chat, stored };
}

/** Own messages, and in channels those of others with can_edit_messages; nothing in a group that migrated. */
export function requireEditable(
  chat: ChatState,
  stored: StoredMessage,
  platform: Platform,
  refusal: string,
): void {
  const standing = chat.standings.get(platform.chats.bot.id);
  const own = stored.byBot && (chat.type !== 'channel' || hasRight(standing, 'can_post_messages'));
  const others = chat.type === 'channel' && hasRight(standing, 'can_edit_messages');
  if (chat.migratedTo !== undefined || !(own || others)) throw badRequest(refusal);
}

function readMessageText(params: Params): Partial<MessageContent> {
  const formatted = readText(params, { text: 'text', parseMode: 'parse_mode', entities: 'entities' });
  if (formatted.text === '') throw badRequest('message text is empty');
  if (codePoints(formatted.text) > LONGEST_TEXT) throw badRequest('message is too long');
  const preview = params.object('link_preview_options');
  return {
    text: formatted.text,
    ...(formatted.entities.length > 0 && { entities: formatted.entities }),
    ...(preview && Object.keys(preview).length > 0 && { link_preview_options: { ...preview } }),
  };
}

function readCaption(params: Params): Partial<MessageContent> {
  const caption: FormattedText = readText(params, {
    text: 'caption',
    parseMode: 'parse_mode',
    entities: 'caption_entities',
  });
  if (codePoints(caption.text) > LONGEST_CAPTION) throw badRequest('message caption is too long');
  if (caption.text === '') return {};
  return {
    caption: caption.text,
    ...(caption.entities.length > 0 && { caption_entities: caption.entities }),
    ...(params.boolean('show_caption_above_media') && { show_caption_above_media: true as const }),
  };
}

export const messageMethods: Readonly<Record<string, Method>> = {
  sendMessage,
  sendPhoto,
  sendDocument,
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  pinChatMessage,
  unpinChatMessage,
  unpinAllChatMessages,
};
