/**
 * Names and stories come from strangers and may contain characters that control a terminal or change the direction of its
 * text. Such characters are written as escapes, which mean the same inside JSON. Line feeds stay.
 */
export function visible(text: string): string {
  return text.replace(
    /(?!\n)\p{Cc}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (found) => `\\u${(found.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
