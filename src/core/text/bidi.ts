import { codePoints, cut } from './graphemes.ts';

/**
 * Blocks whose letters are written from right to left (Unicode, Bidi_Class R and AL); a few also contain marks and
 * digits.
 */
const LETTERS = '\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefe\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}';
const RIGHT_TO_LEFT = new RegExp(`[${LETTERS}]`, 'u');
/** Such letters and what is between them, up to a letter of the other direction. */
const RUN = new RegExp(`[${LETTERS}](?:[${LETTERS}\\P{L}]*[${LETTERS}])?`, 'gu');
const FIRST_LETTER = /\p{L}/u;

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

const isolate = (text: string): string => FIRST_STRONG_ISOLATE + text + POP_DIRECTIONAL_ISOLATE;

/** Whether a text begins from right to left: by its first letter, as UAX #9 (P2) has it for a paragraph. */
export const readsRightToLeft = (text: string): boolean =>
  RIGHT_TO_LEFT.test(FIRST_LETTER.exec(text)?.[0] ?? '');

/**
 * A sentence of the bot's own that holds foreign words: they turn nothing around them. All languages of the bot are written
 * from left to right, so only right-to-left words need it.
 * @param text as in `isolated`
 */
export const isolatedRuns = (text: string): string => text.replace(RUN, isolate);

/**
 * Foreign words on their way into a sentence, so that neither turns the other's direction (UAX #9). What begins from right to
 * left is isolated as a whole, so that it is read in its own order. All other text stays as it is.
 * @param text without bidi controls of its own, or with escapes and markup around its words
 */
export function isolated(text: string): string {
  if (!RIGHT_TO_LEFT.test(text)) return text;
  const first = FIRST_LETTER.exec(text)?.[0] ?? '';
  return first === '' || RIGHT_TO_LEFT.test(first) ? isolate(text) : isolatedRuns(text);
}

/**
 * The same for a field of limited length that shows plain text: cut first, since half an isolate would turn what follows.
 * @param most code points of the whole
 */
export function isolatedWithin(parts: readonly string[], most: number): string {
  const whole = parts.map(isolated).join('');
  if (codePoints(whole) <= most) return whole;
  const text = parts.join('');
  for (let room = most; room > 0; room -= 2) {
    const short = isolatedRuns(cut(text, room));
    if (codePoints(short) <= most) return short;
  }
  return '';
}
