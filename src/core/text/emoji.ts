/** What Unicode recommends for general interchange: one emoji, also of several characters (UTS #51). */
const RGI = /^\p{RGI_Emoji}$/v;
/** Asks for the coloured form of a character that also has a plain one. */
const COLOURED = '\uFE0F';

/**
 * @returns the emoji in its recommended form, which all platforms know; undefined if the text is not exactly one emoji.
 */
export function oneEmoji(text: string): string | undefined {
  const trimmed = text.trim();
  return [trimmed, `${trimmed}${COLOURED}`].find((form) => RGI.test(form));
}
