/** Longer words are not typing mistakes, and comparing takes the product of both lengths. */
const LONGEST_WORD = 60;

/**
 * The known word that `word` is most likely a misspelling of: at most two letters wrong, more in a long word,
 * one in a short one. Undefined if none is close.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const allowed = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  let best: { readonly each: string; readonly distance: number } | undefined;
  for (const each of known) {
    if (Math.abs(each.length - word.length) > allowed) continue;
    const distance = editDistance(word.toLowerCase(), each.toLowerCase());
    if (distance <= allowed && (best === undefined || distance < best.distance)) best = { each, distance };
  }
  return best?.each;
}

/** Fewest insertions, deletions and substitutions (Levenshtein). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const substituted = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
