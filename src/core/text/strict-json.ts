/** Deeper nesting could exhaust a reader's stack. Nothing that this program writes is half as deep. */
const DEEPEST = 32;

export type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  /** Why it is refused, as a clause. */
  | { readonly ok: false; readonly why: string };

/**
 * JSON in UTF-8 that means the same to every reader: no name twice in an object, none with a special meaning in JavaScript,
 * no lone surrogates, no endless nesting. A byte order mark at the start is skipped (RFC 8259, section 8.1).
 */
export function parseStrictJson(bytes: Uint8Array): StrictJson {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, why: 'it is not UTF-8 text' };
  }
  let value: unknown;
  try {
    // JSON.parse accepts any depth.
    value = JSON.parse(text);
  } catch {
    return { ok: false, why: 'it is not JSON' };
  }
  const written = lookThrough(text);
  if (written.deepest > DEEPEST) return { ok: false, why: 'it is nested too deeply' };
  const found = takeStock(value);
  if (found.strange !== undefined) return { ok: false, why: found.strange };
  // The parser keeps the last of two values with the same name and drops the other.
  if (found.names < written.names) return { ok: false, why: 'a name occurs twice in one of its objects' };
  return { ok: true, value };
}

/** Strings, the colon after a name, and brackets: all that has to be told apart in valid JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|[[\]{}]/gs;

function lookThrough(text: string): { readonly names: number; readonly deepest: number } {
  let names = 0;
  let depth = 0;
  let deepest = 0;
  for (const [token, colon] of text.matchAll(TOKEN)) {
    if (colon !== undefined) names += 1;
    else if (token === '{' || token === '[') deepest = Math.max(deepest, ++depth);
    else if (token === '}' || token === ']') depth -= 1;
  }
  return { names, deepest };
}

/** Counts the names in all its objects, and finds the first text that would not mean the same everywhere. */
function takeStock(value: unknown): { readonly names: number; readonly strange?: string } {
  if (typeof value === 'string') {
    return /\p{Cs}/u.test(value) ? { names: 0, strange: 'it holds half a character' } : { names: 0 };
  }
  if (typeof value !== 'object' || value === null) return { names: 0 };
  let names = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const [name, member] of Object.entries(value)) {
    if (name === '__proto__') return { names, strange: 'it uses the name "__proto__"' };
    if (/\p{Cs}/u.test(name)) return { names, strange: 'it holds half a character' };
    const inside = takeStock(member);
    if (inside.strange !== undefined) return inside;
    names += inside.names;
  }
  return { names };
}
