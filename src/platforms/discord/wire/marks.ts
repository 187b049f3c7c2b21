import type { WireMessage } from '../shapes.ts';
import { cleanLine, escapeMarkdown, webAddress } from './text.ts';

/**
 * Where a message carries the mark of its delivery, by which we find it again when Discord's answer was lost. Fans should not
 * see it. So it is the fragment of an address that the API returns and that clients hardly show. In an embed with a title
 * that leads somewhere, that is the author's address; otherwise the embed's own address, which no client shows without a
 * title (discord-api-docs #1643, #4129). A text without an embed, as with every poll, ends in a linked dot.
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

/** Ends a text without an embed. */
export const textMark = (mark: string): string => `[·](<${markAddress(mark)}>)`;

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
  content.endsWith(textMark(mark)) || content.split('\n').at(-1) === olderTextMark(mark);

/** Everything that may be a mark of ours: a delivery's mark is hexadecimal and has nothing beside it. */
export function marksIn({ content, embeds }: Marked): readonly string[] {
  const [, dotted] = /\[·\]\(<https:\/\/discord\.com\/#([0-9a-f]+)>\)$/.exec(content) ?? [];
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
