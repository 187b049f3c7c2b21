/** What the bot says about a command that is still running; its outcome follows. */
export const UNDER_WAY = 'longer than usual';

export const holds = (text: string, words: readonly string[]): boolean =>
  words.every((one) => text.includes(one));

/**
 * @returns the text.
 * @throws if it lacks one of the words.
 */
export function holding(text: string, words: readonly string[]): string {
  const missing = words.filter((one) => !text.includes(one));
  if (missing.length > 0) throw new Error(`"${missing.join('", "')}" is not in the answer:\n${text}`);
  return text;
}
