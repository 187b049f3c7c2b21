/**
 * Text as people see it. A grapheme cluster (UAX #29) is what people take for one character: a letter with its accents, a
 * flag, a family of emoji. The platforms count code points, so lengths are in code points too, but a text is only cut between
 * two clusters.
 */
const SEGMENTER = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Combining marks in one cluster. The tallest stack in real use, Tibetan, has eight; hundreds bury the lines around them. */
export const MOST_MARKS = 8;
/**
 * Code points in one cluster. A family of four with skin tones has eleven; longer ones hide a message in tags, or never end.
 */
export const LONGEST_CLUSTER = 16;

/** ASCII joins nothing that follows it, so this test settles most texts. */
const MAY_EXCEED = /[^\0-\x7f]{8}/;

export const codePoints = (text: string): number => [...text].length;

/** At most `limit` code points. An ellipsis, which counts as one of them, marks what was cut off. */
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

/**
 * Like `cut`, but between two words. If no word ends early enough, the text is cut between two characters.
 */
export function cutAtWord(text: string, limit: number): string {
  if (codePoints(text) <= limit) return text;
  let kept = '';
  // Enough code units for twice as many code points, because the text may be of any length.
  for (const { segment } of WORDS.segment(text.slice(0, 4 * limit))) {
    if (codePoints(kept + segment) >= limit) break;
    kept += segment;
  }
  kept = kept.replace(/[\s\p{Pd}\p{Ps}\p{Pi},;:]+$/u, '');
  return kept === '' ? cut(text, limit) : `${kept}…`;
}

/**
 * The whole text in as few pieces as possible of at most `size` code points.
 * @param text with clusters as `trimClusters` leaves them: a cluster longer than the size stays whole.
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

/** Describes the first excessive cluster as a clause; undefined if there is none. */
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

/**
 * The text without excessive clusters: each keeps its beginning. For names and words that can't be sent back for correction.
 */
export function trimClusters(text: string): string {
  if (!MAY_EXCEED.test(text)) return text;
  const trimmed = [...clustersOf(text)].map(trimCluster).join('');
  // A shortened cluster may join the next one.
  return trimmed.length === text.length ? text : trimClusters(trimmed);
}

/**
 * V8's time for this grows with the square of a text's length, and a hostile text may have a million
 * characters.
 */
const WINDOW = 128;

/**
 * Yields all clusters of each window except the last, which may continue after it: the next window starts
 * there.
 */
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

/** Not between the two halves of a code point. */
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
