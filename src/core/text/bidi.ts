/** Blocks of right-to-left letters (Unicode, Bidi_Class R and AL); a few contain marks and digits as well. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/**
 * Isolates foreign words in a sentence, so that neither changes the other's direction (UAX #9). All of the bot's own
 * sentences are left-to-right, so only right-to-left letters need this; all other text stays as it is.
 * @param text without bidi controls of its own, or with escapes and markup around its words
 */
export const isolated = (text: string): string =>
  RIGHT_TO_LEFT.test(text) ? FIRST_STRONG_ISOLATE + text + POP_DIRECTIONAL_ISOLATE : text;
