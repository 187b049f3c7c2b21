import { type ChatRef, type ChatState, chatObject } from './chats/chats.ts';
import {
  allRights,
  defaultPermissions,
  type Permissions,
  type Rights,
  type Standing,
} from './chats/members.ts';
import type { Platform } from './method.ts';
import type { Chat, Message, User } from './types.ts';

export interface NewChat {
  title: string;
  username?: string;
  /** A fixed id, for scripts that write it into the operator's file beforehand. */
  id?: number;
  /** The bot's status there from the start, without an update. Channels: administrator, groups: member. */
  bot?: 'administrator' | 'member' | 'absent';
}

export interface NewUser {
  id?: number;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
}

/** Builds and changes the world around the bot. Changes in an existing chat send their updates. */
export class World {
  private readonly platform: Platform;
  private nextUserId = 700_000_001;
  private readonly owner: User;

  constructor(platform: Platform) {
    this.platform = platform;
    this.owner = this.addUser({ first_name: 'Owner', username: 'chat_owner' });
  }

  addUser(user: NewUser): User {
    const id = user.id ?? this.nextUserId;
    if (user.id === undefined) this.nextUserId += 1;
    return this.platform.chats.addUser({ ...user, id, is_bot: false });
  }

  /** Another bot, with which this bot has a chat. */
  addOtherBot(user: NewUser): User {
    const bot = { ...this.addUser(user), is_bot: true };
    this.addPrivateChat(this.platform.chats.addUser(bot));
    return bot;
  }

  addChannel(chat: NewChat): Chat {
    return this.add('channel', chat, false);
  }

  addGroup(chat: Omit<NewChat, 'username'>): Chat {
    return this.add('group', chat, false);
  }

  addSupergroup(chat: NewChat & { forum?: boolean }): Chat {
    return this.add('supergroup', chat, chat.forum ?? false);
  }

  /** The private chat of a person who has started the bot. Its id is the person's. */
  addPrivateChat(person: number | User): Chat {
    return chatObject(this.platform.chats.add('private', '', { person: this.platform.chats.person(person) }));
  }

  private add(type: Chat['type'], chat: NewChat, forum: boolean): Chat {
    const state = this.platform.chats.add(type, chat.title, {
      forum,
      ...(chat.username !== undefined && { username: chat.username }),
      ...(chat.id !== undefined && { id: chat.id }),
    });
    state.standings.set(this.owner.id, { status: 'creator', anonymous: false });
    const standing = chat.bot ?? (type === 'channel' ? 'administrator' : 'member');
    if (standing === 'administrator') {
      state.standings.set(this.platform.chats.bot.id, administrator(allRights(type)));
    } else if (standing === 'member') {
      state.standings.set(this.platform.chats.bot.id, { status: 'member' });
    }
    return chatObject(state);
  }

  /** Opens a topic of a forum; its id is the message_thread_id. */
  addTopic(chat: ChatRef, name: string): number {
    const state = this.platform.chats.get(chat);
    if (!state.forum) throw new Error(`The chat ${state.id} is no forum.`);
    const message = this.service(state, { forum_topic_created: { name, icon_color: 7322096 } });
    state.topics.set(message.message_id, { id: message.message_id, name, closed: false });
    return message.message_id;
  }

  closeTopic(chat: ChatRef, topic: number): void {
    const state = this.platform.chats.get(chat);
    const known = state.topics.get(topic);
    if (!known) throw new Error(`The chat ${state.id} has no topic ${topic}.`);
    known.closed = true;
    this.service(state, { message_thread_id: topic, forum_topic_closed: {} });
  }

  reopenTopic(chat: ChatRef, topic: number): void {
    const state = this.platform.chats.get(chat);
    const known = state.topics.get(topic);
    if (!known) throw new Error(`The chat ${state.id} has no topic ${topic}.`);
    known.closed = false;
    this.service(state, { message_thread_id: topic, forum_topic_reopened: {} });
  }

  /** A deleted topic is not found any more. */
  deleteTopic(chat: ChatRef, topic: number): void {
    this.platform.chats.get(chat).topics.delete(topic);
  }

  private service(state: ChatState, content: Partial<Message>): Message {
    const message = this.platform.messages.create(state, { from: this.owner, byBot: false }, content);
    this.platform.updates.push({ message }, `chat ${state.id}`);
    return message;
  }

  addMember(chat: ChatRef, user: number | User): void {
    this.change(chat, user, { status: 'member' });
  }

  /** Without `rights`, all of them. */
  addAdministrator(chat: ChatRef, user: number | User, rights?: Rights, anonymous = false): void {
    const state = this.platform.chats.get(chat);
    this.change(chat, user, { status: 'administrator', rights: rights ?? allRights(state.type), anonymous });
  }

  removeMember(chat: ChatRef, user: number | User): void {
    this.change(chat, user, { status: 'left' });
  }

  private change(chat: ChatRef, user: number | User, standing: Standing): void {
    const person = this.platform.chats.person(user);
    this.platform.membership.change(this.platform.chats.get(chat), person, standing, this.owner);
  }

  /** Adds the bot, as a member or with these rights; sends my_chat_member. */
  addBot(chat: ChatRef, rights?: Rights): void {
    this.change(chat, this.platform.chats.bot, rights ? administrator(rights) : { status: 'member' });
  }

  /** Makes the bot an administrator with exactly these rights; null takes all away. Sends my_chat_member. */
  setBotRights(chat: ChatRef, rights: Rights | null): void {
    this.change(chat, this.platform.chats.bot, rights ? administrator(rights) : { status: 'member' });
  }

  /** Restricts the bot alone, as `restricted` member. */
  restrictBot(chat: ChatRef, permissions: Partial<Permissions>): void {
    this.change(chat, this.platform.chats.bot, {
      status: 'restricted',
      permissions: { ...defaultPermissions(), ...permissions },
    });
  }

  kickBot(chat: ChatRef): void {
    this.change(chat, this.platform.chats.bot, { status: 'kicked' });
  }

  /** What members of a group may do. */
  setPermissions(chat: ChatRef, permissions: Partial<Permissions>): void {
    const state = this.platform.chats.get(chat);
    state.permissions = { ...state.permissions, ...permissions };
  }

  setBlocked(person: number | User, blocked: boolean): void {
    this.platform.membership.setBlocked(this.platform.chats.get(person), blocked);
  }

  setUsername(chat: ChatRef, username: string | undefined): void {
    this.platform.chats.get(chat).username = username;
  }

  /** Group to supergroup; returns the new chat. */
  migrate(chat: ChatRef): Chat {
    return chatObject(this.platform.membership.migrate(this.platform.chats.get(chat), this.owner));
  }

  /** Somebody with the right to do so deletes a message; the bot is not told. */
  deleteMessage(chat: ChatRef, messageId: number): void {
    const state = this.platform.chats.get(chat);
    const stored = state.messages.get(messageId);
    if (!stored) throw new Error(`The chat ${state.id} has no message ${messageId}.`);
    this.platform.messages.delete(state, stored);
  }

  /** The message was sent so many hours earlier than it was. */
  ageMessage(chat: ChatRef, messageId: number, hours: number): void {
    const stored = this.platform.chats.get(chat).messages.get(messageId);
    if (!stored) throw new Error(`The chat has no message ${messageId}.`);
    stored.message.date -= hours * 3600;
  }

  messages(chat: ChatRef): Message[] {
    const state = this.platform.chats.get(chat);
    return [...state.messages.values()].map((stored) => this.platform.messages.render(stored));
  }

  pinned(chat: ChatRef): readonly number[] {
    return [...this.platform.chats.get(chat).pinned];
  }
}

function administrator(rights: Rights): Standing {
  return { status: 'administrator', rights, anonymous: false };
}
