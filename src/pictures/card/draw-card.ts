import type { Node } from '@takumi-rs/core';
import { CARD_SIZE, type CardOption, type ResultCard } from '../../core/posts/result-card.ts';
import { isolatedRuns } from '../../core/text/bidi.ts';
import { drawn } from '../drawn-text.ts';
import { drawOptions, GAP, LEAST_ROW, rowHeight } from './draw-options.ts';
import type { Easel } from './easel.ts';
import { fitText, type Setting } from './fit-text.ts';
import { type CardLogo, logoSize } from './logo-size.ts';
import { type Palette, paletteOf } from './palette.ts';

export const MARGIN = { side: 56, top: 44, bottom: 34 } as const;
const WIDTH = CARD_SIZE.width - 2 * MARGIN.side;
const LOGO = 'logo';

/** Every text of a card as it is drawn: without characters that hide or turn others. */
export function readable(card: ResultCard): ResultCard {
  const sentence = (text: string): string => isolatedRuns(drawn(text));
  return {
    ...card,
    show: drawn(card.show),
    episode: sentence(card.episode),
    question: drawn(card.question),
    headline: sentence(card.headline),
    ...(card.why !== undefined && { why: sentence(card.why) }),
    badges: card.badges.map(sentence),
    options: card.options.map((option) => ({ ...option, label: labelOf(option) })),
    rule: sentence(card.rule),
  };
}

const labelOf = ({ label, emoji }: CardOption): string =>
  drawn(emoji === undefined || label.startsWith(emoji) ? label : `${emoji} ${label}`);

/** What needs a font on it. */
export const textsOf = (card: ResultCard): readonly string[] => [
  card.show,
  card.episode,
  card.question,
  card.headline,
  card.why ?? '',
  ...card.badges,
  ...card.options.flatMap(({ label, votes, percent }) => [label, votes, percent]),
  card.total,
  card.turnout ?? '',
  ...card.platforms.map(({ text }) => text),
  card.rule,
  card.receipt,
  '…·',
];

/** A part of the card and its height in pixels. */
interface Part {
  readonly node: Node;
  readonly height: number;
}

/** @param card as `readable` makes it; the easel has its fonts */
export const drawCard = async (easel: Easel, card: ResultCard, logo?: CardLogo): Promise<Buffer> =>
  easel.draw(await arranged(easel, card, logo), card.language);

/** All parts of a card in their places. */
export async function arranged(easel: Easel, card: ResultCard, logo?: CardLogo): Promise<Node> {
  const colours = paletteOf(card.appearance.colour);
  if (logo !== undefined) easel.hang(LOGO, logo.bytes);
  const header = await headerOf(easel, card, colours, logo);
  const verdict = await verdictOf(easel, card, colours);
  const footer = await footerOf(easel, card, colours);
  const room = CARD_SIZE.height - MARGIN.top - MARGIN.bottom - header.height - footer.height - 2 * SPACE;
  const below = room - verdict.height - BELOW_VERDICT - SPACE;
  const question = await questionOf(easel, card, colours, below);
  const options = await drawOptions(easel, card.options, colours, {
    width: WIDTH,
    height: below - question.height,
  });
  return {
    type: 'container',
    style: {
      display: 'flex',
      flexDirection: 'column',
      width: CARD_SIZE.width,
      height: CARD_SIZE.height,
      padding: `${MARGIN.top}px ${MARGIN.side}px ${MARGIN.bottom}px`,
      backgroundColor: colours.background,
      backgroundImage: `linear-gradient(215deg, ${colours.glow} 0%, ${colours.background} 62%)`,
      overflow: 'hidden',
    },
    children: [
      header.node,
      spacer(SPACE),
      verdict.node,
      spacer(BELOW_VERDICT),
      question.node,
      spacer(SPACE),
      options,
      { type: 'container', style: { flexGrow: 1 } },
      spacer(SPACE),
      footer.node,
    ],
  };
}

/** Between the parts of a card. */
const SPACE = 20;
const BELOW_VERDICT = 8;
const spacer = (height: number): Node => ({ type: 'container', style: { height, flexShrink: 0 } });

/** As large as it leaves room for the options; a long one in more and smaller lines, as long as the options have plenty. */
async function questionOf(
  easel: Easel,
  { question, options }: ResultCard,
  { text }: Palette,
  room: number,
): Promise<Part> {
  const leading = 1.22;
  const setting = { width: WIDTH, leading, weight: 700, colour: text } as const;
  const linesAt = (size: number): number => {
    let lines = 2;
    const leaves = (more: number) => rowHeight(options, room - more * size * leading);
    while (size <= SMALL_QUESTION && lines < MOST_LINES && leaves(lines + 1) >= ROOMY_ROW) lines += 1;
    return lines;
  };
  const sizes = QUESTION_SIZES.filter((size) => size <= LARGEST_QUESTION - 3 * options.length);
  const whole = await fitText(easel, question, { ...setting, lines: linesAt, sizes });
  if (rowHeight(options, room - whole.height) >= LEAST_ROW) return whole;
  return fitText(easel, question, { ...setting, lines: 1, sizes: QUESTION_SIZES.slice(-3) });
}

/** Font sizes in pixels. */
const QUESTION_SIZES = [50, 46, 42, 38, 35, 32, 29, 26, 24];
const LARGEST_QUESTION = 58;
/** From this size down a question may have more than two lines. */
const SMALL_QUESTION = 32;
const MOST_LINES = 5;
/** Pixels. */
const ROOMY_ROW = 50;

async function headerOf(easel: Easel, card: ResultCard, colours: Palette, logo?: CardLogo): Promise<Part> {
  const size = logo === undefined ? undefined : logoSize(logo, { width: 180, height: HEADER });
  const width = WIDTH - (size === undefined ? 0 : size.width + GAP * 1.5);
  const line: Omit<Setting, 'sizes' | 'weight' | 'colour'> = { width, lines: 1, leading: 1.3 };
  const show = await fitText(easel, card.show, {
    ...line,
    sizes: [28, 24],
    weight: 700,
    colour: colours.text,
  });
  const episode = await fitText(easel, card.episode, {
    ...line,
    sizes: [21, 19],
    weight: 400,
    colour: colours.quiet,
  });
  return {
    height: HEADER,
    node: {
      type: 'container',
      style: { display: 'flex', alignItems: 'center', height: HEADER, flexShrink: 0, gap: GAP * 1.5 },
      children: [
        ...(size === undefined
          ? []
          : [{ type: 'image', src: LOGO, style: { ...size, borderRadius: 12, flexShrink: 0 } } as const]),
        {
          type: 'container',
          style: { display: 'flex', flexDirection: 'column', width },
          children: [show.node, episode.node],
        },
      ],
    },
  };
}

const HEADER = 66;

/** Who decided and what is special about it; below, why. */
async function verdictOf(easel: Easel, card: ResultCard, colours: Palette): Promise<Part> {
  const pills = card.badges.map(
    (badge): Node => ({
      type: 'container',
      style: {
        display: 'flex',
        padding: '2px 12px',
        borderRadius: 999,
        border: `1.5px solid ${colours.line}`,
        backgroundColor: colours.track,
      },
      children: [
        { type: 'text', text: badge, style: { fontSize: 17, lineHeight: '24px', color: colours.quiet } },
      ],
    }),
  );
  const line: Node = {
    type: 'container',
    style: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: GAP,
      rowGap: 6,
      width: WIDTH,
      flexShrink: 0,
    },
    children: [
      {
        type: 'text',
        text: card.headline,
        style: {
          fontSize: 24,
          lineHeight: '32px',
          fontWeight: 700,
          color: colours.accentText,
          paddingRight: 8,
        },
      },
      ...pills,
    ],
  };
  const [height = 0] = await easel.heights([line], WIDTH);
  if (card.why === undefined) return { node: line, height };
  const why = await fitText(easel, card.why, {
    width: WIDTH,
    lines: 2,
    sizes: [20, 18],
    leading: 1.35,
    weight: 400,
    colour: colours.quiet,
  });
  return {
    height: height + 4 + why.height,
    node: {
      type: 'container',
      style: { display: 'flex', flexDirection: 'column', gap: 4, flexShrink: 0 },
      children: [line, why.node],
    },
  };
}

async function footerOf(easel: Easel, card: ResultCard, colours: Palette): Promise<Part> {
  const votes = [card.total, card.turnout].filter((part) => part !== undefined).join(' ');
  const line = { leading: 1.3, lines: 1 };
  const total = await fitText(easel, votes, {
    ...line,
    width: TOTAL,
    sizes: [23, 20],
    weight: 700,
    colour: colours.text,
  });
  const platforms = await fitText(easel, card.platforms.map(({ text }) => text).join(' · '), {
    ...line,
    width: WIDTH - TOTAL - GAP,
    sizes: [20, 18],
    weight: 400,
    colour: colours.quiet,
  });
  const rule = await fitText(easel, card.rule, {
    width: WIDTH - HASH,
    lines: 2,
    sizes: [15, 14],
    leading: 1.35,
    weight: 400,
    colour: colours.quiet,
  });
  const row = (children: readonly Node[]): Node => ({
    type: 'container',
    style: { display: 'flex', justifyContent: 'space-between', alignItems: 'flex-end', width: WIDTH },
    children: [...children],
  });
  const height = 1 + 14 + Math.max(total.height, platforms.height) + 6 + rule.height;
  return {
    height,
    node: {
      type: 'container',
      style: { display: 'flex', flexDirection: 'column', width: WIDTH, height, flexShrink: 0 },
      children: [
        { type: 'container', style: { height: 1, width: WIDTH, backgroundColor: colours.line } },
        spacer(14),
        row([total.node, alignedRight(platforms.node)]),
        spacer(6),
        row([
          rule.node,
          {
            type: 'text',
            text: card.receipt,
            style: { fontSize: 15, lineHeight: '20px', color: colours.quiet },
          },
        ]),
      ],
    },
  };
}

const TOTAL = 560;
const HASH = 210;

const alignedRight = (node: Node): Node => ({ ...node, style: { ...node.style, textAlign: 'right' } });
