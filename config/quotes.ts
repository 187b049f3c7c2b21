/**
 * Quotes that editors and people put around a value. A shell removes them; docker's env files and many control panels
 * keep them.
 */
const PAIRS: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['”', '”'],
  ['„', '“'],
  ['„', '”'],
  ['‘', '’'],
  ['’', '’'],
  ['‚', '‘'],
  ['«', '»'],
  ['»', '«'],
  ['‹', '›'],
  ['›', '‹'],
];
const MARKS = new Set(PAIRS.flat());

/** The value without one matching pair of quotes around it, or undefined if there is none. */
export function withoutQuotes(text: string): string | undefined {
  const pair = PAIRS.find(
    ([open, close]) => text.length > 1 && text.startsWith(open) && text.endsWith(close),
  );
  return pair === undefined ? undefined : text.slice(1, -1).trim();
}

/** Which end of the value has a quote: the value was cut, or quoted at one end only. */
export function strayQuote(text: string): 'begins' | 'ends' | undefined {
  if (MARKS.has(text.charAt(0))) return 'begins';
  return MARKS.has(text.charAt(text.length - 1)) ? 'ends' : undefined;
}

export const hasQuote = (text: string): boolean => [...text].some((character) => MARKS.has(character));
