/**
 * Invisible characters that change the direction of the text around them, hide in it, or make two words look alike: bidi
 * controls, zero-width space, word joiner and the invisible operators, soft hyphen, grapheme joiner, the Hangul fillers, byte
 * order mark, annotation marks, and tags outside of a flag. Characters that emoji and several scripts need stay: the
 * zero-width joiner and non-joiner, variation selectors, Mongolian's own selectors and separator, and the tags of the flags
 * of England, Scotland and Wales, which no other flag has. Sources: Unicode property Default_Ignorable_Code_Point, which
 * includes all of Bidi_Control; the RGI tag sequences of UTS #51 for the flags.
 */
const FLAG = String.raw`(\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f})`;
const NEEDED = String.raw`[\u180b-\u180f\u200c\u200d\ufe00-\ufe0f\u{e0100}-\u{e01ef}]`;
const UNSEEN = new RegExp(
  String.raw`${FLAG}|(?!${NEEDED})\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]`,
  'gu',
);
/** Spaces, and the Braille cell without a dot, which looks like one. */
const BLANKS = /[\s\u2800]+/gu;
/**
 * Characters that show nothing, or always the same box, and are not Default_Ignorable: those that no version of Unicode has
 * assigned yet (except what is reserved for emoji), private use, the object replacement character, the Syriac abbreviation
 * mark, the joiners of Tifinagh and Brahmi, blanks and controls of hieroglyphs, the filler of Khitan, selectors and controls
 * of shorthand, the null note head and other controls of music, and the modifiers of SignWriting.
 */
const BLANK_GLYPHS =
  /(?!\p{Extended_Pictographic})\p{Cn}|\p{Co}|\p{Cs}|[\ufffc\u070f\u2065\u2d7f\u{1107f}\u{13430}-\u{13442}\u{13447}-\u{13455}\u{16fe4}\u{1bc9d}\u{1bca0}-\u{1bca3}\u{1d159}\u{1d173}-\u{1d17a}\u{1da9b}-\u{1da9f}\u{1daa1}-\u{1daaf}]/gu;

/**
 * @param text without lone surrogates: removing what is between two halves could join them into a character.
 */
export const withoutUnseen = (text: string): string => text.replace(UNSEEN, '$1');

export const hasUnseen = (text: string): boolean => withoutUnseen(text) !== text;

/**
 * Also detects characters that show nothing, or an empty box, where no text needs them: in an address for
 * example.
 */
export const hasBlankGlyph = (text: string): boolean => text.replace(BLANK_GLYPHS, '') !== text;

/** Only spaces and invisible characters. */
export const showsNothing = (text: string): boolean => asSeen(text) === '';

/**
 * A normal form for comparing: two texts that people can't tell apart (capitals, spaces, invisible
 * characters) are equal in it.
 */
export const asSeen = (text: string): string =>
  withoutUnseen(text)
    .replace(new RegExp(NEEDED, 'gu'), '')
    .replace(BLANK_GLYPHS, '')
    .toLowerCase()
    .normalize('NFC')
    .replace(BLANKS, ' ')
    .trim();
