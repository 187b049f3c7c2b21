import { randomInt } from 'node:crypto';
import { ApiError, badRequest, forbidden } from '../api-error.ts';
import type { Chat, Message, User } from '../types.ts';
import {
  defaultPermissions,
  isMember,
  isPermitted,
  type Permission,
  type Permissions,
  type Standing,
} from './members.ts';

export interface Topic {
  id: number;
  name: string;
  closed: boolean;
}

export interface StoredMessage {
  /** Without its poll, whose counts change. */
  message: Message;
  pollId: string | undefined;
  byBot: boolean;
}

export interface ChatState {
  readonly id: number;
  readonly type: Chat['type'];
  title: string;
  username: string | undefined;
  forum: boolean;
  permissions: Permissions;
  readonly standings: Map<number, Standing>;
  readonly messages: Map<number, StoredMessage>;
  readonly topics: Map<number, Topic>;
  /** Newest last. */
  pinned: number[];
  migratedTo: number | undefined;
  /** The person of a private chat, and whether they blocked the bot. */
  readonly person: User | undefined;
  blocked: boolean;
  /** Opaque, the same for one chat: https://core.telegram.org/bots/api#callbackquery. */
  readonly instance: string;
}

/**
 * What a call needs from a chat. The real server checks these in this order, and its refusals differ: a group
 * that became a supergroup still answers reads, lets edits through (which then fail), and names its successor
 * only to writes and to questions about members. Source: check_chat_access in
 * https://github.com/tdlib/telegram-bot-api, Client.cpp.
 */
export type Access = 'read' | 'members' | 'edit' | 'write';

export type ChatRef = number | { readonly id: number };

/** All chats and accounts of the stand-in, and who may touch what. */
export class Chats {
  readonly bot: User;
  private readonly chats = new Map<number, ChatState>();
  private readonly users = new Map<number, User>();
  /** Basic groups and private chats share one sequence of message ids, as in a real account. */
  private sharedMessageId = 0;
  private readonly lastMessageIds = new Map<number, number>();

  constructor(bot: User) {
    this.bot = bot;
    this.users.set(bot.id, bot);
  }

  add(
    type: Chat['type'],
    title: string,
    more: { username?: string; forum?: boolean; person?: User; id?: number },
  ): ChatState {
    const state: ChatState = {
      id: more.person?.id ?? more.id ?? this.freeId(type),
      type,
      title,
      username: more.username?.replace(/^@/, ''),
      forum: more.forum ?? false,
      permissions: defaultPermissions(),
      standings: new Map(),
      messages: new Map(),
      topics: new Map(),
      pinned: [],
      migratedTo: undefined,
      person: more.person,
      blocked: false,
      instance: String(randomInt(1, 2 ** 47)) + String(randomInt(1000, 9999)),
    };
    if (this.chats.has(state.id)) throw new Error(`There is a chat ${state.id} already; give another id.`);
    this.chats.set(state.id, state);
    return state;
  }

  private freeId(type: Chat['type']): number {
    for (;;) {
      // Groups are small negative numbers; supergroups and channels are -100… followed by ten digits.
      const id = type === 'group' ? -randomInt(1e8, 4e9) : -1_000_000_000_000 - randomInt(1e9, 3e9);
      if (!this.chats.has(id)) return id;
    }
  }

  addUser(user: User): User {
    this.users.set(user.id, user);
    return user;
  }

  user(id: number): User | undefined {
    return this.users.get(id);
  }

  /** The account with this id; an unknown one is created as a fan. */
  person(ref: number | User): User {
    if (typeof ref !== 'number') return this.users.get(ref.id) ?? this.addUser(ref);
    return this.users.get(ref) ?? this.addUser({ id: ref, is_bot: false, first_name: `Fan ${ref}` });
  }

  /** For scripts that drive the world: an unknown chat is a mistake of the script, not of the bot. */
  get(ref: ChatRef): ChatState {
    const id = typeof ref === 'number' ? ref : ref.id;
    const chat = this.chats.get(id);
    if (!chat) throw new Error(`The Telegram stand-in has no chat ${id}. Add it first.`);
    return chat;
  }

  nextMessageId(chat: ChatState): number {
    if (chat.type === 'group' || chat.type === 'private') {
      this.sharedMessageId += 1;
      return this.sharedMessageId;
    }
    const id = (this.lastMessageIds.get(chat.id) ?? 0) + 1;
    this.lastMessageIds.set(chat.id, id);
    return id;
  }

  /** The chat that a `chat_id` names, if the bot may do this there. @throws ApiError 400, 403 */
  require(chatId: string, access: Access): ChatState {
    if (chatId === '') throw badRequest('chat_id is empty');
    const chat = this.find(chatId);
    if (!chat) {
      const user = /^\d+$/.test(chatId) ? this.users.get(Number(chatId)) : undefined;
      if (user && access === 'write') throw forbidden("bot can't initiate conversation with a user");
      throw badRequest('chat not found');
    }
    this.checkAccess(chat, access);
    return chat;
  }

  /** The chat that a `chat_id` parameter names: its number, or `@username`. */
  find(chatId: string): ChatState | undefined {
    return chatId.startsWith('@') ? this.byUsername(chatId.slice(1)) : this.chats.get(Number(chatId));
  }

  private byUsername(username: string): ChatState | undefined {
    const wanted = username.toLowerCase();
    for (const chat of this.chats.values()) {
      if (chat.type !== 'private' && chat.username?.toLowerCase() === wanted) return chat;
    }
    return undefined;
  }

  private checkAccess(chat: ChatState, access: Access): void {
    const standing = chat.standings.get(this.bot.id);
    const writes = access === 'write' || access === 'edit';
    if (chat.type === 'private') {
      if (chat.blocked && writes) throw forbidden('bot was blocked by the user');
      return;
    }
    const isPublic = chat.username !== undefined;
    if (standing === undefined && !isPublic) throw badRequest('chat not found');
    if (chat.type === 'group') {
      if (chat.migratedTo !== undefined && (access === 'write' || access === 'members')) {
        throw new ApiError(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
          migrate_to_chat_id: chat.migratedTo,
        });
      }
      if (access === 'read' || chat.migratedTo !== undefined) return;
      if (standing?.status === 'kicked') throw forbidden('bot was kicked from the group chat');
      if (!isMember(standing)) throw forbidden('bot is not a member of the group chat');
      return;
    }
    if (standing?.status === 'kicked') throw forbidden(`bot was kicked from the ${chat.type} chat`);
    if (!isMember(standing) && (writes || !isPublic)) {
      throw forbidden(`bot is not a member of the ${chat.type} chat`);
    }
  }

  /** @throws ApiError 400 when the bot's rights do not allow this kind of message here. */
  requirePosting(chat: ChatState, permission: Permission, kind: string): void {
    const standing = chat.standings.get(this.bot.id);
    if (chat.type === 'channel') {
      const may =
        standing?.status === 'creator' ||
        (standing?.status === 'administrator' && standing.rights.can_post_messages);
      if (!may) throw badRequest('need administrator rights in the channel chat');
    } else if (chat.type !== 'private' && !isPermitted(standing, chat.permissions, permission)) {
      throw badRequest(`not enough rights to send ${kind} to the chat`);
    }
  }
}

/** The Chat object as it appears in messages and updates. */
export function chatObject(chat: ChatState): Chat {
  if (chat.person) {
    const { id, first_name, last_name, username } = chat.person;
    return {
      id,
      type: 'private',
      first_name,
      ...(last_name && { last_name }),
      ...(username && { username }),
    };
  }
  return {
    id: chat.id,
    type: chat.type,
    title: chat.title,
    ...(chat.username !== undefined && { username: chat.username }),
    ...(chat.forum && { is_forum: true as const }),
  };
}
