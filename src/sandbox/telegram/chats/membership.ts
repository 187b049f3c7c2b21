import type { Messages } from '../messages/messages.ts';
import { GROUP_ANONYMOUS_BOT } from '../messages/messages.ts';
import type { UpdateContent, User } from '../types.ts';
import { type ChatState, type Chats, chatObject } from './chats.ts';
import { chatMember, isMember, type Standing } from './members.ts';

/** Changes of who is in a chat and with which rights, and the updates that the bot gets about them. */
export class Membership {
  private readonly chats: Chats;
  private readonly messages: Messages;
  private readonly now: () => number;
  private readonly push: (content: UpdateContent, lane: string) => void;

  constructor(
    chats: Chats,
    messages: Messages,
    now: () => number,
    push: (content: UpdateContent, lane: string) => void,
  ) {
    this.chats = chats;
    this.messages = messages;
    this.now = now;
    this.push = push;
  }

  /** Sets a standing and sends my_chat_member (for the bot) or chat_member (for others). */
  change(chat: ChatState, user: User, standing: Standing, by: User): void {
    const before = chat.standings.get(user.id);
    chat.standings.set(user.id, standing);
    const update = {
      chat: chatObject(chat),
      from: by,
      date: Math.floor(this.now() / 1000),
      old_chat_member: chatMember(user, before, chat.type),
      new_chat_member: chatMember(user, standing, chat.type),
    };
    const lane = `chat ${chat.id}`;
    if (user.id === this.chats.bot.id) this.push({ my_chat_member: update }, lane);
    else if (this.botIsAdministrator(chat)) this.push({ chat_member: update }, lane);
    const joined = isMember(standing) && !isMember(before);
    if (joined && (chat.type === 'group' || chat.type === 'supergroup')) {
      const message = this.messages.create(chat, { from: by, byBot: false }, { new_chat_members: [user] });
      this.push({ message }, lane);
    }
  }

  /** Private chats: blocking and unblocking the bot comes as my_chat_member too. */
  setBlocked(chat: ChatState, blocked: boolean): void {
    if (!chat.person || chat.blocked === blocked) return;
    chat.blocked = blocked;
    const status = (isBlocked: boolean): Standing => ({ status: isBlocked ? 'kicked' : 'member' });
    this.push(
      {
        my_chat_member: {
          chat: chatObject(chat),
          from: chat.person,
          date: Math.floor(this.now() / 1000),
          old_chat_member: chatMember(this.chats.bot, status(!blocked), chat.type),
          new_chat_member: chatMember(this.chats.bot, status(blocked), chat.type),
        },
      },
      `chat ${chat.id}`,
    );
  }

  /**
   * Turns a basic group into a supergroup: a new chat with a new id and its own messages. The old one stays
   * readable, and each chat says where the other is.
   */
  migrate(old: ChatState, by: User): ChatState {
    if (old.type !== 'group') throw new Error(`Only basic groups migrate; ${old.id} is a ${old.type}.`);
    if (old.migratedTo !== undefined)
      throw new Error(`The group ${old.id} has migrated to ${old.migratedTo} already.`);
    const successor = this.chats.add('supergroup', old.title, {});
    successor.permissions = { ...old.permissions };
    for (const [id, standing] of old.standings) successor.standings.set(id, standing);
    const first = this.messages.create(old, { from: by, byBot: false }, { migrate_to_chat_id: successor.id });
    old.migratedTo = successor.id;
    const second = this.messages.create(
      successor,
      { from: GROUP_ANONYMOUS_BOT, senderChat: chatObject(successor), byBot: false },
      { migrate_from_chat_id: old.id },
    );
    this.push({ message: first }, `chat ${old.id}`);
    this.push({ message: second }, `chat ${successor.id}`);
    return successor;
  }

  private botIsAdministrator(chat: ChatState): boolean {
    const status = chat.standings.get(this.chats.bot.id)?.status;
    return status === 'administrator' || status === 'creator';
  }
}
