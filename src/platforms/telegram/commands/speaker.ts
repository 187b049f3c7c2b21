import type { Place } from '../../../ports/commands/caller.ts';
import type { Chat, User, Written } from '../wire/objects.ts';

/** Who speaks, as guaranteed by the platform. */
export type Speaker =
  | {
      readonly kind: 'person';
      readonly user: number;
      /** As others see it; it may contain anything. */
      readonly displayName?: string;
      /** ISO 639-1, of their app. */
      readonly language?: string;
    }
  /** An administrator of the group who doesn't show who they are. */
  | { readonly kind: 'anonymous-administrator' }
  /** A channel, a chat that speaks for somebody, or a bot: not a person who could have rights. */
  | { readonly kind: 'nobody' };

const NOBODY: Speaker = { kind: 'nobody' };

/** If a chat is the sender, `from` is a fake account shared by all such messages, so check the chat first. */
export function speakerOf(message: Written): Speaker {
  const { chat, from, sender_chat: sender } = message;
  const group = chat.type === 'group' || chat.type === 'supergroup';
  if (sender !== undefined)
    return group && sender.id === chat.id ? { kind: 'anonymous-administrator' } : NOBODY;
  if (chat.type === 'channel' || from === undefined || from.is_bot === true) return NOBODY;
  return personOf(from);
}

export function personOf(user: User): Extract<Speaker, { kind: 'person' }> {
  const displayName = [user.first_name, user.last_name].filter(Boolean).join(' ') || user.username;
  const language = /^[a-z]{2}(?![a-z])/i.exec(user.language_code ?? '')?.[0].toLowerCase();
  return {
    kind: 'person',
    user: user.id,
    ...(displayName !== undefined && { displayName }),
    ...(language !== undefined && { language }),
  };
}

export function sameSpeaker(one: Speaker, other: Speaker): boolean {
  if (one.kind === 'person') return other.kind === 'person' && other.user === one.user;
  return one.kind === other.kind && one.kind !== 'nobody';
}

/** Where an answer goes. */
export interface Spot {
  readonly chat: number;
  readonly type: Chat['type'];
  /** Forum topic; absent for the general one. */
  readonly topic?: number;
  readonly replyTo?: number;
  /** Account of the person who gets the answer. */
  readonly asker?: number;
}

interface Standing {
  readonly message_id: number;
  readonly message_thread_id?: number | undefined;
  readonly is_topic_message?: boolean | undefined;
  readonly chat: Chat;
}

export function spotOf(message: Standing): Spot {
  const { chat, message_thread_id: thread, is_topic_message: inTopic } = message;
  // Outside of topics, a thread is just a chain of replies.
  const topic = inTopic === true ? thread : undefined;
  return {
    chat: chat.id,
    type: chat.type,
    ...(topic !== undefined && { topic }),
    replyTo: message.message_id,
  };
}

/** A private chat is not a community. */
export function placeOf({ chat, type, topic }: Spot): Place {
  if (type === 'private') return { platform: 'telegram' };
  const id = String(chat);
  return {
    platform: 'telegram',
    community: id,
    outlet: { platform: 'telegram', chat: id, ...(topic !== undefined && { topic }) },
  };
}
