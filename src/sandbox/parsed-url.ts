/**
 * Parses an address; undefined if the text is none. URL.canParse of Node 20 refuses letters such as ü once it is optimised.
 */
export function parsedUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
