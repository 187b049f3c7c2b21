import type { WireMessage } from './objects.ts';
import { cleanLine, escapeMarkdown, webAddress } from './text.ts';

/**
 * Where a message carries the mark of its delivery, by which it is found again when Discord's answer was lost. Fans should not
 * have to look at it, so it is the fragment of an address that the API gives back and hardly anybody sees: of an embed's
 * own address, which no client shows without a title (discord-api-docs #1643, #4129), of its author's where the title has
 * an address to lead to, and behind the full stop at the end of a text that has no embed, as the text of every poll. A message
 * with a poll has nothing else that we fill and Discord gives back: its nonce is not in the channel's history, its card shows
 * every word, and a link behind a blank is what filters take for phishing.
 */

/** An address where nothing happens; only its fragment matters. */
const NOWHERE = 'https://discord.com/';

export const markAddress = (mark: string): string => `${NOWHERE}#${encodeURIComponent(cleanLine(mark))}`;

/** Adds the mark to the address. An address that has a fragment may depend on it and stays as it is. */
export function markedAddress(address: string, mark: string): string {
  const url = new URL(address);
  if (url.hash !== '') return markAddress(mark);
  url.hash = encodeURIComponent(cleanLine(mark));
  return webAddress(url.href) ?? markAddress(mark);
}

/** Ends a text that has no embed. */
export const textMark = (mark: string): string => linked('·', mark);

const linked = (sign: '·' | '.', mark: string): string => `[${sign}](<${markAddress(mark)}>)`;

/** Markdown of ours whose last full stop holds the mark; a dot stands where it ends in none. */
export const withTextMark = (markdown: string, mark: string): string =>
  markdown.endsWith('.')
    ? `${markdown.slice(0, -1)}${linked('.', mark)}`
    : [...(markdown === '' ? [] : [markdown]), textMark(mark)].join(' ');

/** Small print, with which older versions ended such a text. */
const olderTextMark = (mark: string): string => `-# ${escapeMarkdown(cleanLine(mark))}`;

type Marked = Pick<WireMessage, 'content' | 'embeds'>;

/** Whether this message carries this mark; older versions had it in the embed's footer. */
export function carriesMark({ content, embeds }: Marked, mark: string): boolean {
  const wanted = cleanLine(mark);
  return (
    endsInMark(content, mark) ||
    embeds.some(
      ({ url, author, footer }) =>
        footer?.text === wanted || [url, author?.url].some((address) => fragmentOf(address) === wanted),
    )
  );
}

export const endsInMark = (content: string, mark: string): boolean =>
  content.endsWith(`](<${markAddress(mark)}>)`) || content.split('\n').at(-1) === olderTextMark(mark);

/** Everything that may be a mark of ours: a delivery's mark is hexadecimal and has nothing beside it. */
export function marksIn({ content, embeds }: Marked): readonly string[] {
  const [, dotted] = /\[[·.]\]\(<https:\/\/discord\.com\/#([0-9a-f]+)>\)$/.exec(content) ?? [];
  const [, small] = /^-# ([0-9a-f]+)$/.exec(content.split('\n').at(-1) ?? '') ?? [];
  const candidates = embeds.flatMap(({ url, author, footer }) => [
    footer?.text,
    fragmentOf(author?.url),
    // A drop's address is the episode's, whose fragment is its own.
    url?.startsWith(NOWHERE) ? fragmentOf(url) : undefined,
  ]);
  return [...candidates, dotted, small].flatMap((text) =>
    text && /^[0-9a-f]{6,40}$/.test(text) ? [text] : [],
  );
}

function fragmentOf(address: string | null | undefined): string | undefined {
  const hash = address?.indexOf('#') ?? -1;
  if (address == null || hash < 0) return undefined;
  try {
    return decodeURIComponent(address.slice(hash + 1));
  } catch {
    return undefined;
  }
}
