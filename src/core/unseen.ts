/**
 * Characters that nobody sees, and that turn the direction of the text around them, hide in it, or make two words look
 * alike: bidi controls, zero-width space, word joiner and the invisible operators, soft hyphen, grapheme joiner, the
 * Hangul fillers, byte order mark, annotation marks, and tags outside of a flag. What emoji and several scripts need
 * stays: the zero-width joiner and non-joiner, variation selectors, Mongolian's own selectors and separator, and the
 * tags of the flags of England, Scotland and Wales, which no other flag has.
 * Sources: Unicode property Default_Ignorable_Code_Point, which holds all of Bidi_Control; the RGI tag sequences of
 * UTS #51 for the flags.
 */
const FLAG = String.raw`(\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f})`;
const NEEDED = String.raw`[\u180b-\u180f\u200c\u200d\ufe00-\ufe0f\u{e0100}-\u{e01ef}]`;
const UNSEEN = new RegExp(
  String.raw`${FLAG}|(?!${NEEDED})\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]`,
  'gu',
);
/** Blanks, and the Braille cell without a dot, which looks like one. */
const BLANKS = /[\s\u2800]+/gu;
/**
 * What shows nothing, or the same box whatever it is, and is no Default_Ignorable: what no version of Unicode has assigned
 * yet (but what is kept free for emoji), the object replacement character, controls that hold hieroglyphs together,
 * shorthand's and music's, the null note head, and the fillers of Khitan and Nushu rows.
 */
const BLANK_GLYPHS =
  /(?!\p{Extended_Pictographic})\p{Cn}|\p{Cs}|[\ufffc\u2065\u{13430}-\u{13440}\u{13447}-\u{13455}\u{16fe4}\u{1bca0}-\u{1bca3}\u{1d159}\u{1d173}-\u{1d17a}]/gu;

/** @param text without lone surrogates: what stands between two may make a character of them. */
export const withoutUnseen = (text: string): string => text.replace(UNSEEN, '$1');

export const hasUnseen = (text: string): boolean => withoutUnseen(text) !== text;

/** What two texts have in common that nobody could tell apart: capitals, blanks, and what shows nothing. */
export const asSeen = (text: string): string =>
  withoutUnseen(text)
    .replace(new RegExp(NEEDED, 'gu'), '')
    .replace(BLANK_GLYPHS, '')
    .toLowerCase()
    .normalize('NFC')
    .replace(BLANKS, ' ')
    .trim();
