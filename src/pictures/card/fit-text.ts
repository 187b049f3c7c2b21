import type { Node } from '@takumi-rs/core';
import { readsRightToLeft } from '../../core/text/bidi.ts';
import { codePoints, cut } from '../../core/text/graphemes.ts';
import type { Easel } from './easel.ts';

/** How a text is set. */
export interface Setting {
  /** Pixels. */
  readonly width: number;
  /** Most lines, at a font size. */
  readonly lines: number | ((size: number) => number);
  /** Font sizes in pixels, largest first: the largest is taken at which all of the text fits. */
  readonly sizes: readonly number[];
  /** Height of a line in font sizes. */
  readonly leading: number;
  readonly weight: 400 | 700;
  readonly colour: string;
}

export interface SetText {
  readonly node: Node;
  /** Pixels. */
  readonly height: number;
  /** Font size in pixels. */
  readonly size: number;
}

/**
 * Sets texts, all of them in the same size. What does not fit in the smallest one is cut, between two characters, with an
 * ellipsis.
 */
export async function fitTexts(
  easel: Easel,
  texts: readonly string[],
  setting: Setting,
): Promise<readonly SetText[]> {
  let size = 0;
  for (size of setting.sizes) {
    const set = await setAt(easel, texts, setting, size);
    if (set.every(({ height }) => fits(height, setting, size))) return set;
  }
  return cutToFit(easel, texts, setting, size);
}

export async function fitText(easel: Easel, text: string, setting: Setting): Promise<SetText> {
  const [set] = await fitTexts(easel, [text], setting);
  if (set === undefined) throw new Error('One text was set as none');
  return set;
}

/** Half a line more is still that many lines: heights are rounded. */
function fits(height: number, { lines, leading }: Setting, size: number): boolean {
  const most = typeof lines === 'number' ? lines : lines(size);
  return height < (most + 0.5) * lineHeight(size, leading);
}

const lineHeight = (size: number, leading: number): number => Math.round(size * leading);

async function setAt(
  easel: Easel,
  texts: readonly string[],
  setting: Setting,
  size: number,
): Promise<readonly SetText[]> {
  const nodes = texts.map((text) => textNode(easel, text, setting, size));
  const heights = await easel.heights(nodes, setting.width);
  return nodes.map((node, index) => ({ node, height: heights[index] ?? 0, size }));
}

/** Searches all lengths at once: one measurement a step. */
async function cutToFit(
  easel: Easel,
  texts: readonly string[],
  setting: Setting,
  size: number,
): Promise<readonly SetText[]> {
  const bounds = texts.map((text) => ({ fitting: 1, tooLong: codePoints(text) + 1 }));
  const middle = ({ fitting, tooLong }: { fitting: number; tooLong: number }): number =>
    Math.max(1, (fitting + tooLong) >> 1);
  const shortened = (length: (of: { fitting: number; tooLong: number }) => number): readonly string[] =>
    texts.map((text, index) => cut(text, length(bounds[index] ?? { fitting: 1, tooLong: 2 })));
  while (bounds.some(({ fitting, tooLong }) => tooLong - fitting > 1)) {
    const set = await setAt(easel, shortened(middle), setting, size);
    for (const [index, bound] of bounds.entries()) {
      if (bound.tooLong - bound.fitting <= 1) continue;
      if (fits(set[index]?.height ?? 0, setting, size)) bound.fitting = middle(bound);
      else bound.tooLong = middle(bound);
    }
  }
  return setAt(
    easel,
    shortened(({ fitting }) => fitting),
    setting,
    size,
  );
}

/** @param text one paragraph; its base direction is that of its first letter */
function textNode(
  easel: Easel,
  text: string,
  { width, weight, colour, leading }: Setting,
  size: number,
): Node {
  const style = {
    width,
    flexShrink: 0,
    fontSize: size,
    fontWeight: weight,
    lineHeight: `${lineHeight(size, leading)}px`,
    color: colour,
    overflowWrap: 'anywhere',
    ...(readsRightToLeft(text) && ({ direction: 'rtl', textAlign: 'left' } as const)),
  } as const;
  const pieces = easel.emoji.piecesOf(text);
  const [first] = pieces;
  if (pieces.length === 1 && first?.kind === 'text') return { type: 'text', text: first.text, style };
  return {
    type: 'container',
    style: { ...style, display: 'block' },
    children: pieces.map(
      (piece): Node =>
        piece.kind === 'text'
          ? { type: 'text', text: piece.text }
          : { type: 'image', src: piece.key, style: EMOJI },
    ),
  };
}

const EMOJI = {
  display: 'inline-block',
  width: '1em',
  height: '1em',
  verticalAlign: '-0.14em',
  margin: '0 0.06em',
} as const;
