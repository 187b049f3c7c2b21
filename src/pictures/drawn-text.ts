import { codePoints, trimClusters } from '../core/text/graphemes.ts';
import { withoutUnseen } from '../core/text/unseen.ts';

/** Lone surrogates, and the two code points that no XML file may contain. */
const NOT_IN_XML = /[\p{Cs}\ufffe\uffff]/gu;

/**
 * Text of a story on its way into a picture. Control characters and line breaks become spaces, characters that hide or turn
 * other text are removed, and towers of accents are cut. What remains may still be markup: the code that writes a file escapes it.
 */
export const drawn = (text: string): string =>
  // Most texts are plain, and looking at their characters one by one takes a hundred times longer.
  PLAIN.test(text) ? text.replace(/ +/g, ' ').trim() : drawnWithCare(text);

const PLAIN = /^[\x20-\x7e]*$/;

const drawnWithCare = (text: string): string =>
  trimClusters(withoutUnseen(text.replace(NOT_IN_XML, '\ufffd')).replace(/[\s\p{Cc}\p{Z}]+/gu, ' ')).trim();

const WORDS = new Intl.Segmenter('und', { granularity: 'word' });
const CLUSTERS = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Scripts that are written without spaces: a line may break between any two of their words. */
const UNSPACED =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}|\p{Script=Lao}|\p{Script=Khmer}|\p{Script=Myanmar}/u;

const NARROW = /^[iljtfrI.,:;'’|!()[\]{}\s·-]/;
const WIDE = /^[mwMW@%&—…✓↺]/;
const FULL =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u;
const PICTURE = /^[\p{Extended_Pictographic}\p{Regional_Indicator}]/u;

/**
 * Width of a text in a sans-serif font, in pixels. Which font the reader's machine has is unknown, so this is what the wider
 * ones need: a line may end early, but does not leave its box.
 * @param size of the font, in pixels
 */
export function widthOf(text: string, size: number, bold = false): number {
  let ems = 0;
  for (const { segment } of CLUSTERS.segment(text)) ems += emsOf(segment);
  return ems * size * (bold ? 1.08 : 1);
}

function emsOf(cluster: string): number {
  if (PICTURE.test(cluster) && !/^\d/.test(cluster)) return 1.35;
  if (FULL.test(cluster)) return 1.02;
  if (NARROW.test(cluster)) return 0.36;
  if (WIDE.test(cluster)) return 0.95;
  if (/^\p{Lu}/u.test(cluster)) return 0.72;
  // Letters of Indic scripts join to wide ones, and one cluster may hold several.
  if (/^[\u0900-\u0dff]/.test(cluster)) return 0.5 + 0.3 * codePoints(cluster);
  return 0.58;
}

export interface Fitting {
  /** Longest line, in pixels. */
  readonly width: number;
  /** Size of the font, in pixels. */
  readonly size: number;
  readonly bold?: boolean;
  /** Most lines; an ellipsis marks what was left out. */
  readonly most: number;
}

/** A text in lines that fit. A word that is longer than a line is broken between two characters. */
export function linesOf(text: string, { width, size, bold = false, most }: Fitting): readonly string[] {
  const fits = (line: string): boolean => widthOf(line.trimEnd(), size, bold) <= width;
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text, fits)) {
    if (line !== '' && !fits(line + piece)) {
      lines.push(line.trimEnd());
      line = '';
    }
    line = line === '' ? piece.trimStart() : line + piece;
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), ended(lines[most - 1] ?? '', fits)];
}

/** The line with an ellipsis, as much of it as then fits. */
function ended(line: string, fits: (line: string) => boolean): string {
  const clusters = [...CLUSTERS.segment(line)].map(({ segment }) => segment);
  while (clusters.length > 0 && !fits(`${clusters.join('')}…`)) clusters.pop();
  return `${clusters.join('').trimEnd()}…`;
}

/** What must stay together on one line; each piece fits into one. */
function piecesOf(text: string, fits: (line: string) => boolean): readonly string[] {
  const pieces: string[] = [];
  let before = '';
  for (const { segment } of WORDS.segment(text)) {
    const mayBreak =
      before.trim() === '' || /\s$/.test(before) || (UNSPACED.test(before) && UNSPACED.test(segment));
    if (mayBreak || pieces.length === 0) pieces.push(segment);
    else pieces.push(`${pieces.pop() ?? ''}${segment}`);
    before = segment;
  }
  return pieces.flatMap((piece) => (fits(piece) ? [piece] : brokenUp(piece, fits)));
}

function brokenUp(piece: string, fits: (line: string) => boolean): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (const { segment } of CLUSTERS.segment(piece)) {
    if (part !== '' && !fits(part + segment)) {
      parts.push(part);
      part = '';
    }
    part += segment;
  }
  return [...parts, part];
}
