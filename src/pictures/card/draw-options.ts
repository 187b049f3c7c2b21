import type { Node } from '@takumi-rs/core';
import type { CardOption } from '../../core/posts/result-card.ts';
import type { Easel } from './easel.ts';
import { fitTexts, type SetText } from './fit-text.ts';
import type { Palette } from './palette.ts';

export const GAP = 12;
/** With more, they stand in two columns, read down the first one. */
const MOST_IN_ONE_COLUMN = 5;
const HIGHEST_ROW = 118;
/** Pixels: below, the words on a row are hard to read. */
export const LEAST_ROW = 40;
const TICK = 30;
const PADDING = 18;

interface Box {
  readonly width: number;
  readonly height: number;
}

function arrangement(options: readonly CardOption[]): { columns: 1 | 2; rows: number; gap: number } {
  const columns = options.length > MOST_IN_ONE_COLUMN ? 2 : 1;
  const rows = Math.ceil(options.length / columns);
  return { columns, rows, gap: rows > 4 ? 8 : GAP };
}

/** Pixels, if all rows together may have this height. */
export function rowHeight(options: readonly CardOption[], height: number): number {
  const { rows, gap } = arrangement(options);
  return (height - (rows - 1) * gap) / rows;
}

/** A row for each option, with its bar behind the words. All bars have one scale: a full row is all votes. */
export async function drawOptions(
  easel: Easel,
  options: readonly CardOption[],
  colours: Palette,
  { width, height }: Box,
): Promise<Node> {
  const { columns, rows, gap } = arrangement(options);
  const row: Box = {
    width: (width - (columns - 1) * GAP * 1.5) / columns,
    height: Math.floor(Math.min(HIGHEST_ROW, rowHeight(options, height))),
  };
  const style = countStyle(row.height, columns === 1);
  const countWidth = Math.max(...options.map((option) => widthOfCount(option, style)));
  const labelWidth = row.width - 2 * PADDING - TICK - GAP - countWidth - GAP;
  const labels = await labelsOf(easel, options, colours, { width: labelWidth, height: row.height });
  const nodes = options.map((option, index) =>
    optionRow(option, labels[index]?.node, colours, row, { ...style, width: countWidth }),
  );
  const column = (children: readonly Node[]): Node => ({
    type: 'container',
    style: { display: 'flex', flexDirection: 'column', gap, width: row.width },
    children: [...children],
  });
  return {
    type: 'container',
    style: { display: 'flex', width, justifyContent: 'space-between', flexShrink: 0 },
    children: columns === 1 ? [column(nodes)] : [column(nodes.slice(0, rows)), column(nodes.slice(rows))],
  };
}

/** The winner's label is bold, but all have one size. */
async function labelsOf(
  easel: Easel,
  options: readonly CardOption[],
  { text }: Palette,
  { width, height }: Box,
): Promise<readonly SetText[]> {
  const setting = {
    width,
    lines: (size: number) => Math.min(2, Math.max(1, Math.floor((height - 4) / (size * LEADING)))),
    leading: LEADING,
    colour: text,
  };
  const texts = options.map(({ label }) => label);
  const bold = await fitTexts(easel, texts, {
    ...setting,
    sizes: SIZES.filter((size) => size <= Math.max(height * 0.52, SMALLEST)),
    weight: 700,
  });
  const plain = await fitTexts(easel, texts, { ...setting, sizes: [bold[0]?.size ?? 0], weight: 400 });
  return options.flatMap(({ won }, index) => (won ? bold : plain)[index] ?? []);
}

const LEADING = 1.16;
/** Font sizes in pixels. */
const SIZES = [34, 31, 28, 26, 24, 22, 20, 18, 17, 16, 15, 14];
const SMALLEST = 14;

/** How the votes and the share of an option are set; sizes in pixels. */
interface CountStyle {
  /** The share stands above the votes: only in two columns, where a row is high enough for both. */
  readonly isStacked: boolean;
  readonly share: number;
  readonly votes: number;
  readonly gap: number;
  /** Of all shares, so that the votes end below each other. */
  readonly shareWidth: number;
}

function countStyle(height: number, isWide: boolean): CountStyle {
  const isStacked = !isWide && height >= LEAST_ROW;
  const share = Math.min(isWide ? 32 : 22, Math.round(height * (isStacked ? 0.44 : 0.5)));
  return {
    isStacked,
    share,
    votes: Math.min(isWide ? 22 : 17, Math.round(height * (isStacked ? 0.34 : 0.42))),
    gap: isStacked ? 0 : isWide ? 16 : 8,
    // `100 %` in bold.
    shareWidth: Math.ceil(share * 2.9),
  };
}

/** Of a digit in font sizes, and a little more. */
const DIGIT = 0.6;

const widthOfCount = (
  { votes }: CardOption,
  { isStacked, gap, votes: size, shareWidth }: CountStyle,
): number => {
  const width = Math.ceil(votes.length * size * DIGIT);
  return isStacked ? Math.max(width, shareWidth) : width + gap + shareWidth;
};

function optionRow(
  { votes, percent, share, won }: CardOption,
  label: Node | undefined,
  colours: Palette,
  { width, height }: Box,
  count: CountStyle & { readonly width: number },
): Node {
  const radius = Math.min(16, height / 3.5);
  const counts: readonly Node[] = [
    {
      type: 'text',
      text: votes,
      style: {
        fontSize: count.votes,
        lineHeight: `${count.votes + 3}px`,
        color: won ? colours.text : colours.quiet,
      },
    },
    {
      type: 'text',
      text: percent,
      style: {
        fontSize: count.share,
        lineHeight: `${count.share + 3}px`,
        fontWeight: 700,
        color: colours.text,
        width: count.shareWidth,
        textAlign: 'right',
      },
    },
  ];
  return {
    type: 'container',
    style: {
      display: 'flex',
      position: 'relative',
      width,
      height,
      borderRadius: radius,
      overflow: 'hidden',
      backgroundColor: colours.track,
    },
    children: [
      {
        type: 'container',
        style: {
          position: 'absolute',
          left: 0,
          top: 0,
          width: share === 0 ? 0 : Math.max(6, Math.round(width * share)),
          height,
          backgroundColor: won ? colours.winnersBar : colours.bar,
        },
      },
      ...(won
        ? [
            {
              type: 'container',
              style: {
                position: 'absolute',
                left: 0,
                top: 0,
                width,
                height,
                borderRadius: radius,
                border: `3px solid ${colours.accent}`,
              },
            } as const,
          ]
        : []),
      {
        type: 'container',
        style: {
          position: 'absolute',
          left: 0,
          top: 0,
          display: 'flex',
          alignItems: 'center',
          width,
          height,
          padding: `0 ${PADDING}px`,
          gap: GAP,
        },
        children: [
          won ? tick(colours) : { type: 'container', style: { width: TICK, flexShrink: 0 } },
          { type: 'container', style: { display: 'flex', flexGrow: 1 }, children: label ? [label] : [] },
          {
            type: 'container',
            style: {
              display: 'flex',
              flexDirection: count.isStacked ? 'column-reverse' : 'row',
              alignItems: count.isStacked ? 'flex-end' : 'baseline',
              justifyContent: count.isStacked ? 'center' : 'flex-end',

              gap: count.gap,
              width: count.width,
              flexShrink: 0,
            },
            children: [...counts],
          },
        ],
      },
    ],
  };
}

const tick = ({ accent, onAccent }: Palette): Node => ({
  type: 'image',
  src: `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 30" width="60" height="60"><circle cx="15" cy="15" r="15" fill="${accent}"/><path d="M8.5 15.6l4.4 4.4 8.6-9.6" fill="none" stroke="${onAccent}" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`,
  )}`,
  style: { width: TICK, height: TICK, flexShrink: 0 },
});
