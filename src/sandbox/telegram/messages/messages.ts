import { type ChatState, type Chats, chatObject, type StoredMessage } from '../chats/chats.ts';
import type { PollBox } from '../polls/polls.ts';
import type { Chat, Message, User } from '../types.ts';

/** The account under which groups show their anonymous administrators, fixed by the platform. */
export const GROUP_ANONYMOUS_BOT: User = {
  id: 1087968824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
};

export type MessageContent = Omit<Message, 'message_id' | 'date' | 'chat' | 'from' | 'sender_chat'>;

export interface Author {
  from?: User;
  senderChat?: Chat;
  byBot: boolean;
}

export type MessageListener = (event: { chatId: number; message: Message; byBot: boolean }) => void;

/** Every message of every chat. */
export class Messages {
  readonly onNew = new Set<MessageListener>();
  readonly onEdit = new Set<MessageListener>();
  private readonly chats: Chats;
  private readonly polls: PollBox;
  private readonly now: () => number;

  constructor(chats: Chats, polls: PollBox, now: () => number) {
    this.chats = chats;
    this.polls = polls;
    this.now = now;
  }

  /** `openPoll` gets the new message's id and returns the id of the poll that it carries. */
  create(
    chat: ChatState,
    author: Author,
    content: MessageContent,
    openPoll?: (messageId: number) => string,
  ): Message {
    const id = this.chats.nextMessageId(chat);
    const topic =
      content.message_thread_id === undefined ? undefined : chat.topics.get(content.message_thread_id);
    const stored: StoredMessage = {
      message: {
        message_id: id,
        ...(author.from && { from: author.from }),
        ...(author.senderChat && { sender_chat: author.senderChat }),
        date: Math.floor(this.now() / 1000),
        chat: chatObject(chat),
        ...content,
        ...(topic && { is_topic_message: true as const }),
      },
      pollId: openPoll?.(id),
      byBot: author.byBot,
    };
    chat.messages.set(id, stored);
    const message = this.render(stored);
    for (const listener of this.onNew) listener({ chatId: chat.id, message, byBot: author.byBot });
    return message;
  }

  /** The bot as the author; in channels it writes as the channel. */
  botAuthor(chat: ChatState): Author {
    return chat.type === 'channel'
      ? { senderChat: chatObject(chat), byBot: true }
      : { from: this.chats.bot, byBot: true };
  }

  edited(chat: ChatState, stored: StoredMessage, changes: Partial<MessageContent>): Message {
    const {
      entities: _e,
      caption_entities: _c,
      reply_markup: _r,
      link_preview_options: _l,
      ...kept
    } = stored.message;
    stored.message = { ...kept, ...changes, edit_date: Math.floor(this.now() / 1000) };
    const message = this.render(stored);
    for (const listener of this.onEdit) listener({ chatId: chat.id, message, byBot: stored.byBot });
    return message;
  }

  delete(chat: ChatState, stored: StoredMessage): void {
    const id = stored.message.message_id;
    chat.messages.delete(id);
    chat.pinned = chat.pinned.filter((pinned) => pinned !== id);
    if (stored.pollId !== undefined) this.polls.deleteOf(stored.pollId);
  }

  render(stored: StoredMessage): Message {
    if (stored.pollId === undefined) return { ...stored.message };
    return { ...stored.message, poll: this.polls.render(this.polls.get(stored.pollId), 'message') };
  }
}
