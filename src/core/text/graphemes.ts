/**
 * Text as people see it. A grapheme cluster (UAX #29) is what they take for one character: a letter with its accents, a
 * flag, a family of emoji. The platforms count code points, so lengths are in code points too, but a text is cut
 * only between two clusters.
 */
const SEGMENTER = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Combining marks in one cluster. The tallest stack that anybody writes, Tibetan, has eight; hundreds bury the lines around them. */
export const MOST_MARKS = 8;
/** Code points in one cluster. A family of four with skin tones has eleven; more hides a message in tags, or an emoji without end. */
export const LONGEST_CLUSTER = 16;

/** ASCII joins nothing behind it: most text is settled by this look. */
const MAY_EXCEED = /[^\0-\x7f]{8}/;

export const codePoints = (text: string): number => [...text].length;

/** At most `limit` code points; what was cut off is marked by an ellipsis, which is one of them. */
export function cut(text: string, limit: number): string {
  if (codePoints(text) <= limit) return text;
  const kept: string[] = [];
  let length = 1;
  for (const cluster of clustersOf(text)) {
    length += codePoints(cluster);
    if (length > limit) break;
    kept.push(cluster);
  }
  while (kept.at(-1)?.trim() === '') kept.pop();
  return `${kept.join('')}…`;
}

const WORDS = new Intl.Segmenter('und', { granularity: 'word' });

/** As `cut`, but between two words. A text without a word that ends in time is cut between two characters. */
export function cutAtWord(text: string, limit: number): string {
  if (codePoints(text) <= limit) return text;
  let kept = '';
  // Enough code units for twice as many code points; the text may be of any length.
  for (const { segment } of WORDS.segment(text.slice(0, 4 * limit))) {
    if (codePoints(kept + segment) >= limit) break;
    kept += segment;
  }
  kept = kept.replace(/[\s\p{Pd}\p{Ps}\p{Pi},;:]+$/u, '');
  return kept === '' ? cut(text, limit) : `${kept}…`;
}

/**
 * The whole text in pieces of at most `size` code points, as few as can be.
 * @param text with clusters as `trimClusters` leaves them: one beyond the size stays whole.
 */
export function piecesOf(text: string, size: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let length = 0;
  for (const cluster of clustersOf(text)) {
    const points = codePoints(cluster);
    if (length > 0 && length + points > size) {
      pieces.push(piece);
      piece = '';
      length = 0;
    }
    piece += cluster;
    length += points;
  }
  return piece === '' ? pieces : [...pieces, piece];
}

/** How many clusters a text has: its length for people. */
export function lengthForPeople(text: string): number {
  let count = 0;
  for (const _ of clustersOf(text)) count += 1;
  return count;
}

/** What is beyond measure in the first cluster that is, as a clause; undefined where none is. */
export function excessIn(text: string): { readonly what: string; readonly right: string } | undefined {
  if (!MAY_EXCEED.test(text)) return undefined;
  for (const cluster of clustersOf(text)) {
    const marks = marksIn(cluster);
    if (marks > MOST_MARKS)
      return { what: `has ${marks} marks on one character`, right: `at most ${MOST_MARKS} marks` };
    const points = codePoints(cluster);
    if (points > LONGEST_CLUSTER)
      return {
        what: `has one character that is made of ${points}`,
        right: `at most ${LONGEST_CLUSTER} joined to one`,
      };
  }
  return undefined;
}

/** The text with no cluster beyond measure: each keeps its beginning. For names and words that nobody can send back. */
export function trimClusters(text: string): string {
  if (!MAY_EXCEED.test(text)) return text;
  const trimmed = [...clustersOf(text)].map(trimCluster).join('');
  // A shortened cluster may join the one behind it.
  return trimmed.length === text.length ? text : trimClusters(trimmed);
}

/** V8 takes time by the square of a text's length over this; a hostile one may have a million characters. */
const WINDOW = 128;

/** Of each window all clusters but the last, which may go on behind it: there the next one begins. */
function* clustersOf(text: string): Generator<string> {
  let size = WINDOW;
  for (let from = 0; from < text.length; ) {
    const to = endOfWindow(text, from + size);
    const clusters = [...SEGMENTER.segment(text.slice(from, to))];
    const whole = to < text.length ? clusters.slice(0, -1) : clusters;
    for (const { segment } of whole) yield segment;
    from += whole.reduce((sum, { segment }) => sum + segment.length, 0);
    size = whole.length > 0 ? WINDOW : size * 2;
  }
}

/** Not between the halves of a code point. */
function endOfWindow(text: string, end: number): number {
  const splits = /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return splits ? end + 1 : end;
}

function trimCluster(cluster: string): string {
  if (cluster.length <= MOST_MARKS) return cluster;
  const kept: string[] = [];
  let marks = 0;
  for (const point of cluster) {
    marks += marksIn(point);
    if (marks > MOST_MARKS || kept.length === LONGEST_CLUSTER) return kept.join('').replace(/\u200d+$/u, '');
    kept.push(point);
  }
  return cluster;
}

const marksIn = (text: string): number => text.match(/\p{M}/gu)?.length ?? 0;
