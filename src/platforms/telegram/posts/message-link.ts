import { urlOf } from '../../../core/text/url.ts';
import type { MessageRef } from '../../../ports/platform/sending.ts';
import type { Message } from '../wire/objects.ts';

/** @param asked the chat that the request named, as a number, in case the answer does not name it. */
export function referenceOf(message: Message, asked: string): MessageRef {
  const chat = message.chat ?? { id: asked };
  const link = messageLink(chat, message.message_id);
  return { id: String(message.message_id), in: String(chat.id), ...(link && { link }) };
}

interface LinkedChat {
  readonly id: number | string;
  readonly username?: string | undefined;
  readonly type?: string | undefined;
}

/** Messages in supergroups and channels have addresses; those in private and basic chats have none. */
function messageLink(chat: LinkedChat, message: number): string | undefined {
  if (chat.username !== undefined && /^\w{3,32}$/.test(chat.username) && chat.type !== 'private') {
    return `https://t.me/${chat.username}/${message}`;
  }
  const [, internal] = /^-100(\d+)$/.exec(String(chat.id)) ?? [];
  return internal && `https://t.me/c/${internal}/${message}`;
}

export interface LinkedMessage {
  /** Numeric id, or `@name`. */
  readonly chat: string;
  readonly topic?: number;
  readonly message: number;
}

/** Addresses as people copy them: `t.me/c/<chat>/[<topic>/]<message>`, `t.me/<name>/[<topic>/]<message>`. */
export function readMessageLink(link: string): LinkedMessage | undefined {
  const address = /^https?:\/\//i.test(link.trim()) ? link.trim() : `https://${link.trim()}`;
  const url = urlOf(address);
  if (url === undefined) return undefined;
  const { hostname, pathname, searchParams } = url;
  if (!/^(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)$/i.test(hostname)) return undefined;
  const [, internal, name, between, last] =
    /^\/(?:c\/(\d{1,13})|([a-z]\w{2,31}))(?:\/(\d{1,10}))?\/(\d{1,10})\/?$/i.exec(pathname) ?? [];
  if (last === undefined) return undefined;
  const topic = between ?? searchParams.get('thread') ?? undefined;
  return {
    chat: internal === undefined ? `@${name}` : `-100${internal}`,
    message: Number(last),
    ...(topic !== undefined && /^\d{1,10}$/.test(topic) && { topic: Number(topic) }),
  };
}
