import type { MessageRecord } from '../discord/records.ts';
import type { Message } from '../telegram/types.ts';

/** What the bot wrote, as a member of the community reads it: all of its text and links. */
export interface Post {
  readonly text: string;
  /** Without the buttons of a message that has several: those lead on from it, and a drop has one. */
  readonly links: readonly string[];
  /** Unix milliseconds. */
  readonly at: number;
}

const DISCORD_TEXT_TYPES = [0, 19];

export function discordPosts(messages: readonly MessageRecord[]): readonly Post[] {
  return messages
    .filter(({ byBot, poll, type }) => byBot && poll === null && DISCORD_TEXT_TYPES.includes(type))
    .map(({ content, embeds, components, createdAt }) => {
      const buttons = stringsIn(components);
      const words = [content, ...stringsIn(embeds.map(shown))];
      const linked = [...words, ...(countOf(components) > 1 ? [] : buttons)];
      const text = [...words, ...buttons].map(withoutEscapes).join('\n');
      return { text, links: linked.filter(isLink), at: createdAt };
    });
}

/** Clients show an embed's own address only as the link of its title. */
const shown = ({ url, ...embed }: MessageRecord['embeds'][number]): object =>
  embed.title === undefined ? embed : { ...embed, url };

/** Telegram dates a message by the second: `at` is the end of it. */
export function telegramPosts(messages: readonly Message[]): readonly Post[] {
  return messages
    .filter((message) => message.poll === undefined && (message.text ?? message.caption) !== undefined)
    .filter((message) => message.from?.is_bot === true || message.sender_chat !== undefined)
    .map((message) => {
      const { reply_markup: markup } = message;
      const buttons = (markup?.inline_keyboard.flat().length ?? 0) > 1 ? [] : [markup];
      const links = stringsIn([message.entities, message.caption_entities, ...buttons]).filter(isLink);
      return { text: message.text ?? message.caption ?? '', links, at: message.date * 1_000 + 999 };
    });
}

/** Buttons of all rows. */
const countOf = (rows: MessageRecord['components']): number =>
  rows.flatMap(({ components }) => (Array.isArray(components) ? components : [])).length;

const isLink = (text: string): boolean => /^https?:\/\/\S+$/.test(text);

/** Discord shows an escaped character of its Markdown without the backslash, and pairs of stars as bold. */
const withoutEscapes = (text: string): string =>
  text.replaceAll('**', '').replace(/\\([^\sa-zA-Z0-9])/g, '$1');

/** Every text inside, except those that name a kind of object. */
function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'type' ? [] : stringsIn(inner)));
}
