import { isWebAddress, LONGEST_ADDRESS } from '../../core/story/web-address.ts';
import { codePoints, cut, trimClusters } from '../../core/text/graphemes.ts';
import { LINE_END } from '../../core/text/plain.ts';
import { showsNothing, withoutUnseen } from '../../core/text/unseen.ts';

/** The value of one parameter's text, or what is wrong with it. */
export type Read =
  | { readonly value: string }
  | { readonly problem: string; readonly expected?: readonly string[]; readonly optional?: true };

/** Longest reason, in code points: it is shown in polls and on receipts. */
const LONGEST_REASON = 200;
/** People don't type more than this; longer texts are ignored. */
const LONGEST_TEXT = 4_000;
/** How much of what somebody typed is repeated in an answer. */
const LONGEST_SHOWN = 40;
/** As ids of episodes in story files are. */
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

export function webAddress(text: string): Read {
  const url = text.replace(/^<(.*)>$/, '$1');
  if (isWebAddress(url)) return { value: url };
  if (url.length > LONGEST_ADDRESS && isWebAddress(url.slice(0, LONGEST_ADDRESS))) {
    const problem = `The address has ${url.length} characters; ${LONGEST_ADDRESS} is the most.`;
    return { problem, expected: [] };
  }
  return { problem: `"${shown(text)}" is no web address.`, expected: ['https://watch.example/1'] };
}

export function reason(text: string): Read {
  const written = oneSpace(text);
  const length = codePoints(written);
  return length <= LONGEST_REASON
    ? { value: written }
    : { problem: `The reason has ${length} characters; ${LONGEST_REASON} is the most.`, expected: [] };
}

export const oneSpace = (text: string): string => text.replaceAll(/\s+/g, ' ');

export const newId = (text: string): Read =>
  ID.test(text)
    ? { value: text }
    : { problem: `"${shown(text)}" is no id: take 1 to 40 letters, digits, "-" and "_".`, expected: [] };

/** Removes what no name or reason contains: control characters, piles of marks, and spaces around it. */
export function clean(text: string): string {
  return trimClusters(
    text
      .slice(0, LONGEST_TEXT)
      .normalize('NFC')
      .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' '),
  ).trim();
}

/** Also removes invisible characters, as in texts of files; empty if nothing visible is left. */
export function cleanWords(text: string): string {
  const words = clean(withoutUnseen(clean(text)));
  return showsNothing(words) ? '' : words;
}

/** Line by line; lines that show nothing are left out. */
export const cleanLines = (text: string): string =>
  text
    .slice(0, LONGEST_TEXT)
    .split(LINE_END)
    .map(cleanWords)
    .filter((line) => line !== '')
    .join('\n');

/** What somebody typed, cut short enough to be repeated. */
export const shown = (text: string): string => cut(text, LONGEST_SHOWN);
