import { badRequest } from '../api-error.ts';
import { type ChatState, chatObject } from '../chats/chats.ts';
import { chatMember, hasRight, isAdministrator, isMember } from '../chats/members.ts';
import type { Method, Platform } from '../method.ts';

const getChat: Method = (params, platform) => {
  const chat = platform.chats.require(params.text('chat_id'), 'read');
  const pinned = chat.messages.get(chat.pinned.at(-1) ?? 0);
  return {
    ...chatObject(chat),
    accent_color_id: Math.abs(chat.id) % 7,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: true,
      limited_gifts: true,
      unique_gifts: true,
      premium_subscription: true,
      gifts_from_channels: true,
    },
    ...(chat.username !== undefined && { active_usernames: [chat.username] }),
    ...((chat.type === 'group' || chat.type === 'supergroup') && { permissions: { ...chat.permissions } }),
    ...(pinned && { pinned_message: platform.messages.render(pinned) }),
  };
};

const getChatMember: Method = (params, platform) => {
  const chat = platform.chats.require(params.text('chat_id'), 'members');
  const id = params.integer('user_id');
  const user = id === undefined ? undefined : platform.chats.user(id);
  if (!user) throw badRequest('user not found');
  const standing = chat.type === 'private' ? ({ status: 'member' } as const) : chat.standings.get(user.id);
  if (user.id !== platform.chats.bot.id) requireMemberList(chat, platform);
  return chatMember(user, standing, chat.type);
};

const getChatAdministrators: Method = (params, platform) => {
  const chat = platform.chats.require(params.text('chat_id'), 'members');
  if (chat.type === 'private') throw badRequest('there are no administrators in the private chat');
  requireMemberList(chat, platform);
  const listed = [];
  for (const [id, standing] of chat.standings) {
    const user = platform.chats.user(id);
    // Other bots are left out, as on the platform.
    const shown = user && (!user.is_bot || user.id === platform.chats.bot.id);
    if (shown && isAdministrator(standing)) listed.push(chatMember(user, standing, chat.type));
  }
  return listed;
};

/** Who is in a channel is shown to its administrators only. */
function requireMemberList(chat: ChatState, platform: Platform): void {
  if (chat.type === 'channel' && !isAdministrator(chat.standings.get(platform.chats.bot.id))) {
    throw badRequest('member list is inaccessible');
  }
}

const getChatMemberCount: Method = (params, platform) => {
  const chat = platform.chats.require(params.text('chat_id'), 'members');
  if (chat.type === 'private') return 2;
  return [...chat.standings.values()].filter(isMember).length;
};

const leaveChat: Method = (params, platform) => {
  const chat = platform.chats.require(params.text('chat_id'), 'read');
  if (chat.type === 'private') throw badRequest("chat member status can't be changed in private chats");
  const bot = platform.chats.bot;
  if (isMember(chat.standings.get(bot.id))) platform.membership.change(chat, bot, { status: 'left' }, bot);
  return true;
};

const sendChatAction: Method = (params, platform) => {
  const chat = platform.chats.require(params.text('chat_id'), 'write');
  if (params.text('action') === '') throw badRequest('wrong parameter action in request');
  const thread = params.integer('message_thread_id');
  if (thread !== undefined && thread > 0 && !chat.topics.has(thread))
    throw badRequest('message thread not found');
  return true;
};

const createForumTopic: Method = (params, platform) => {
  const chat = platform.chats.require(params.text('chat_id'), 'write');
  requireTopicRights(chat, platform);
  const name = params.text('name').trim();
  if (name === '' || name.length > 128) throw badRequest('TOPIC_TITLE_EMPTY');
  const colour = params.integer('icon_color') ?? 7322096;
  const message = platform.messages.create(chat, platform.messages.botAuthor(chat), {
    forum_topic_created: { name, icon_color: colour },
  });
  chat.topics.set(message.message_id, { id: message.message_id, name, closed: false });
  return { message_thread_id: message.message_id, name, icon_color: colour };
};

const setTopicClosed =
  (closed: boolean): Method =>
  (params, platform) => {
    const chat = platform.chats.require(params.text('chat_id'), 'write');
    requireTopicRights(chat, platform);
    const topic = chat.topics.get(params.integer('message_thread_id') ?? 0);
    if (!topic) throw badRequest('message thread not found');
    if (topic.closed === closed) throw badRequest('TOPIC_NOT_MODIFIED');
    topic.closed = closed;
    platform.messages.create(chat, platform.messages.botAuthor(chat), {
      message_thread_id: topic.id,
      ...(closed ? { forum_topic_closed: {} } : { forum_topic_reopened: {} }),
    });
    return true;
  };

function requireTopicRights(chat: ChatState, platform: Platform): void {
  if (!chat.forum) throw badRequest('the chat is not a forum');
  if (!hasRight(chat.standings.get(platform.chats.bot.id), 'can_manage_topics')) {
    throw badRequest('not enough rights to manage topics in the chat');
  }
}

export const chatMethods: Readonly<Record<string, Method>> = {
  getChat,
  getChatMember,
  getChatAdministrators,
  getChatMemberCount,
  leaveChat,
  sendChatAction,
  createForumTopic,
  closeForumTopic: setTopicClosed(true),
  reopenForumTopic: setTopicClosed(false),
};
