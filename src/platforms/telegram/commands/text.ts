/** `/vote@our_bot close …`: https://core.telegram.org/bots/features#commands, case does not matter. */
const HEAD = /^\/([a-z0-9_]{1,32})(?:@(\w{1,64}))?(?=\s|$)/i;

export interface CommandText {
  /** Lower case, without the slash. */
  readonly head: string;
  /** Whether the command is addressed to us by name. */
  readonly addressed: boolean;
  readonly rest: string;
}

/** @returns undefined for text that is not a command, or one for another bot. */
export function readCommandText(text: string, botName: string | undefined): CommandText | undefined {
  const [whole, head, addressee] = HEAD.exec(text) ?? [];
  if (whole === undefined || head === undefined) return undefined;
  const addressed = addressee !== undefined;
  if (addressed && addressee.toLowerCase() !== botName?.toLowerCase()) return undefined;
  return { head: head.toLowerCase(), addressed, rest: text.slice(whole.length).trim() };
}

export interface Word {
  /** Without quotes. */
  readonly value: string;
  /** Where it starts in the text, including quotes, in UTF-16 code units. */
  readonly start: number;
  /** Where it ends, including quotes. */
  readonly end: number;
}

/** Pairs that keep words together; phones type curly ones. */
const QUOTED = /"([^"]*)"(?=\s|$)|“([^”]*)”(?=\s|$)|«([^»]*)»(?=\s|$)|'([^']*)'(?=\s|$)/y;
const BARE = /\S+/y;

/** Words and quoted phrases. A quote that is never closed is part of its word. */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    QUOTED.lastIndex = at;
    BARE.lastIndex = at;
    const quoted = QUOTED.exec(text);
    const [found] = quoted ?? BARE.exec(text) ?? [''];
    const value = quoted?.slice(1).find((phrase) => phrase !== undefined) ?? found;
    words.push({ value: value.trim(), start: at, end: at + found.length });
    at += Math.max(found.length, 1);
  }
  return words;
}

/** The next web address in a line, and what is before it. */
const BEFORE_ADDRESS = /^(.*?)\s+(?=https?:\/\/)/;

/** A quoted phrase, or everything up to the end of the line or a web address in it; and where that ends. */
export function phraseFrom(
  text: string,
  { value, start, end }: Word,
): { readonly value: string; readonly end: number } {
  if (value !== text.slice(start, end)) return { value, end };
  const [line = ''] = text.slice(start).split('\n');
  const [, phrase = line] = BEFORE_ADDRESS.exec(line) ?? [];
  return { value: phrase.trim(), end: start + phrase.length };
}

/** Everything from a word on, without the quotes around all of it. */
export function textFrom(text: string, start: number): string {
  const rest = text.slice(start).trim();
  const [only, ...more] = wordsOf(rest);
  return only !== undefined && more.length === 0 ? only.value : rest;
}
