import { readsRightToLeft } from '../../core/text/bidi.ts';
import { linesOf, widthOf } from '../drawn-text.ts';
import type { MapArrow } from './story-map.ts';

/** Pixels. */
const FONT = { size: 12, line: 16, bold: true } as const;
const LONGEST_LINE = 150;
const PADDING = { across: 8, down: 4 } as const;
/** An option's label has 55 characters at most; where it has more, it was never checked. */
const MOST_LINES = 4;

/** An option's label on its arrow. Sizes in pixels. */
export interface Label {
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly rightToLeft: boolean;
}

export const LABEL_FONT = FONT;

/** Undefined for an arrow without words. What was chosen has a check mark, so that it is not told by colour alone. */
export function labelOf({ label, taken }: MapArrow): Label | undefined {
  if (label === undefined) return undefined;
  const lines = linesOf(`${taken ? '✓ ' : ''}${label}`, { ...FONT, width: LONGEST_LINE, most: MOST_LINES });
  const widest = Math.max(...lines.map((line) => widthOf(line, FONT.size, FONT.bold)));
  return {
    lines,
    width: widest + 2 * PADDING.across,
    height: lines.length * FONT.line + 2 * PADDING.down,
    rightToLeft: readsRightToLeft(label),
  };
}

/** Baselines of the lines, from the label's top. */
export const baselineOf = (line: number): number => PADDING.down + line * FONT.line + FONT.line * 0.75;
