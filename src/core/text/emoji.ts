/** With this flag, properties of whole strings are known; Node has it, the compiler's target does not. */
const SETS = 'v';
/** What Unicode recommends for general interchange: one emoji, also of several characters (UTS #51). */
const RGI = new RegExp(String.raw`^\p{RGI_Emoji}$`, SETS);
/** Asks for the coloured form of a character that also has a plain one. */
const COLOURED = '\uFE0F';

/**
 * @returns the emoji in its recommended form, which all platforms know; undefined if the text is not exactly one emoji.
 */
export function oneEmoji(text: string): string | undefined {
  const trimmed = text.trim();
  return [trimmed, `${trimmed}${COLOURED}`].find((form) => RGI.test(form));
}
