/**
 * Parses an address, relative to `base` if there is one; undefined if the text is none. Does not use URL.canParse: once Node 20 has optimised that, it refuses
 * addresses with letters such as ü.
 */
export function urlOf(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
