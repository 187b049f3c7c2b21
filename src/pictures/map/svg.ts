import { readsRightToLeft } from '../../core/text/bidi.ts';
import { linesOf, widthOf } from '../drawn-text.ts';
import { element, type Markup, rounded, text } from '../xml.ts';
import {
  CARD_WIDTH,
  type Card,
  type CardPart,
  type CardText,
  CHIP_SIZE,
  cardOf,
  fontOf,
  PADDING,
} from './card.ts';
import { inWords } from './in-words.ts';
import { baselineOf, LABEL_FONT, type Label, labelOf } from './label.ts';
import { type Layout, layOut, type Point, SELF_LOOP, type Way } from './layout.ts';
import { MAP_STYLE } from './map-style.ts';
import type { MapArrow, MapEpisode, StoryMap } from './story-map.ts';

/** Pixels. */
const MARGIN = 32;
const NARROWEST = 420;
const HEADING = { size: 22, line: 28 } as const;
const NOTE = { size: 13, line: 19 } as const;
const CORNER = 8;

/** A map as an SVG file that stands alone: no script, no picture or font from elsewhere. */
export function writeSvg(map: StoryMap): string {
  const cards = new Map(map.episodes.map((episode) => [episode.id, cardOf(episode)]));
  const labels = map.arrows.map(labelOf);
  const layout = layOut(cards, map.arrows, labels);
  const width = Math.max(layout.width + 2 * MARGIN, NARROWEST);
  const header = headerOf(map, width - 2 * MARGIN);
  const left = (width - layout.width) / 2;
  const height = header.height + layout.height + 2 * MARGIN;
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${rounded(width)} ${rounded(height)}`,
      width,
      height,
      role: 'img',
      'aria-labelledby': 'map-title map-words',
    },
    element('title', { id: 'map-title' }, text(`${map.title}: a map of its episodes`)),
    element('desc', { id: 'map-words' }, text(inWords(map))),
    element('style', {}, text(MAP_STYLE)),
    element('defs', {}, arrowHead('head'), arrowHead('head-taken')),
    element('rect', { class: 'ground', width, height }),
    element('g', { transform: `translate(${MARGIN} ${MARGIN})` }, ...header.parts),
    element(
      'g',
      { transform: `translate(${rounded(left)} ${rounded(MARGIN + header.height)})` },
      ...drawing(map, cards, labels, layout),
    ),
  );
  return `${svg.markup}\n`;
}

/** What the season did comes on top of what it did not do. */
function drawing(
  map: StoryMap,
  cards: ReadonlyMap<string, Card>,
  labels: readonly (Label | undefined)[],
  { ways, cards: corners }: Layout,
): readonly Markup[] {
  const drawn = map.arrows.map((arrow, index) => ({ arrow, way: ways[index], label: labels[index] }));
  const inOrder = [...drawn.filter(({ arrow }) => !arrow.taken), ...drawn.filter(({ arrow }) => arrow.taken)];
  return [
    ...inOrder.flatMap(({ arrow, way }) => (way === undefined ? [] : [lineOf(arrow, way)])),
    ...inOrder.flatMap(({ arrow, way, label }) =>
      way?.label === undefined || label === undefined ? [] : [labelAt(way.label, label, arrow)],
    ),
    ...map.episodes.flatMap((episode) => {
      const [card, corner] = [cards.get(episode.id), corners.get(episode.id)];
      return card === undefined || corner === undefined ? [] : [episodeAt(corner, episode, card)];
    }),
  ];
}

function headerOf(
  { title, summary, headline, arrows }: StoryMap,
  width: number,
): { readonly parts: readonly Markup[]; readonly height: number } {
  const parts: Markup[] = [];
  let y = 0;
  const write = (words: string, kind: string, { size, line }: { size: number; line: number }): void => {
    for (const each of linesOf(words, { width, size, bold: kind === 'heading', most: 4 })) {
      parts.push(textAt(each, kind, size, { x: 0, y: y + line * 0.75 }));
      y += line;
    }
  };
  write(title, 'heading', HEADING);
  write(summary, 'note', NOTE);
  if (headline !== undefined) write(headline, 'note', NOTE);
  const samples = [
    ...(arrows.some(({ taken }) => taken) ? [{ kind: 'way taken', words: 'the way the season went' }] : []),
    ...(arrows.some(({ back }) => back)
      ? [{ kind: 'way back', words: 'leads back to an earlier episode' }]
      : []),
  ];
  for (const { kind, words } of samples) {
    parts.push(element('path', { class: kind, d: `M0 ${rounded(y + 11)}h36` }));
    parts.push(textAt(words, 'note', NOTE.size, { x: 46, y: y + 15 }));
    y += NOTE.line + 2;
  }
  return { parts, height: y + 24 };
}

const arrowHead = (id: string): Markup =>
  element(
    'marker',
    {
      id,
      viewBox: '0 0 10 10',
      refX: 9,
      refY: 5,
      markerWidth: 11,
      markerHeight: 11,
      markerUnits: 'userSpaceOnUse',
      orient: 'auto',
    },
    element('path', { class: id, d: 'M0 0L10 5L0 10Z' }),
  );

function lineOf({ from, to, taken, back }: MapArrow, { points }: Way): Markup {
  return element('path', {
    class: ['way', ...(back ? ['back'] : []), ...(taken ? ['taken'] : [])].join(' '),
    d: from === to ? loopThrough(points) : lineThrough(points),
    'marker-end': `url(#head${taken ? '-taken' : ''})`,
  });
}

function lineThrough([first, ...rest]: readonly Point[]): string {
  if (first === undefined) return '';
  let [at, path] = [first, `M${spot(first)}`];
  for (const point of rest) {
    const middle = (at.y + point.y) / 2;
    path +=
      at.x === point.x
        ? `L${spot(point)}`
        : `C${spot({ x: at.x, y: middle })} ${spot({ x: point.x, y: middle })} ${spot(point)}`;
    at = point;
  }
  return path;
}

function loopThrough([start, end]: readonly Point[]): string {
  if (start === undefined || end === undefined) return '';
  const out = start.x + SELF_LOOP;
  return `M${spot(start)}C${spot({ x: out, y: start.y })} ${spot({ x: out, y: end.y })} ${spot(end)}`;
}

const spot = ({ x, y }: Point): string => `${rounded(x)} ${rounded(y)}`;

function labelAt({ x, y }: Point, { lines, width, height, rightToLeft }: Label, { taken }: MapArrow): Markup {
  const [left, top] = [x - width / 2, y - height / 2];
  return element(
    'g',
    { class: taken ? 'chosen' : undefined },
    element('rect', { class: 'under', x: left, y: top, width, height, rx: 4 }),
    ...lines.map((line, index) =>
      element(
        'text',
        {
          class: 'label',
          x,
          y: top + baselineOf(index),
          'font-size': LABEL_FONT.size,
          'text-anchor': 'middle',
          direction: rightToLeft ? 'rtl' : undefined,
        },
        text(line),
      ),
    ),
  );
}

function episodeAt({ x, y }: Point, episode: MapEpisode, { height, parts }: Card): Markup {
  const isEnding = episode.marks.includes('ending');
  return element(
    'g',
    {
      class: classOf(episode),
      transform: `translate(${rounded(x)} ${rounded(y)})`,
    },
    element('title', {}, text(hoverText(episode))),
    element('rect', { class: 'frame', width: CARD_WIDTH, height, rx: CORNER }),
    ...(isEnding
      ? [
          element('rect', {
            class: 'inner',
            x: 4,
            y: 4,
            width: CARD_WIDTH - 8,
            height: height - 8,
            rx: CORNER - 3,
          }),
        ]
      : []),
    ...parts.map((part) => drawPart(part)),
    ...releaseBadge(episode.releases),
  );
}

function classOf({ releases, marks }: MapEpisode): string | undefined {
  const kinds = [...(releases.length > 0 ? ['out'] : []), ...(marks.includes('draft') ? ['draft'] : [])];
  return kinds.length === 0 ? undefined : kinds.join(' ');
}

/** What was cut short on the card, in full. */
const hoverText = ({ title, vote }: MapEpisode): string =>
  vote === undefined ? title : `${title}\n${[vote.question, ...vote.options].join('\n')}`;

function drawPart(part: CardPart): Markup {
  switch (part.kind) {
    case 'text':
      return cardText(part);
    case 'chip':
      return element(
        'g',
        { class: 'chip' },
        element('rect', { x: part.x, y: part.y, width: part.width, height: part.height, rx: 5 }),
        element(
          'text',
          {
            x: part.x + part.width / 2,
            y: part.y + part.height * 0.72,
            'font-size': CHIP_SIZE,
            'text-anchor': 'middle',
          },
          text(part.words),
        ),
      );
    case 'rule':
      return element('path', {
        class: 'rule',
        d: `M${PADDING} ${rounded(part.y)}h${CARD_WIDTH - 2 * PADDING}`,
      });
    case 'foot':
      return element('path', { class: 'foot', d: footPath(part.y, part.height) });
  }
}

/** Square above, round below, as the card. */
function footPath(y: number, height: number): string {
  const side = rounded(height - CORNER);
  return `M0 ${rounded(y)}h${CARD_WIDTH}v${side}a${CORNER} ${CORNER} 0 0 1 -${CORNER} ${CORNER}h-${CARD_WIDTH - 2 * CORNER}a${CORNER} ${CORNER} 0 0 1 -${CORNER} -${CORNER}z`;
}

/** What reads from right to left begins at the right. */
const cardText = ({ words, of, y, rightToLeft }: CardText): Markup =>
  element(
    'text',
    {
      class: of,
      x: rightToLeft ? CARD_WIDTH - PADDING : PADDING,
      y,
      'font-size': fontOf(of).size,
      direction: rightToLeft ? 'rtl' : undefined,
    },
    text(words),
  );

/** All text of the header begins at the left; what reads from right to left ends there. */
const textAt = (words: string, kind: string, size: number, { x, y }: Point): Markup =>
  element(
    'text',
    {
      class: kind,
      x,
      y,
      'font-size': size,
      ...(readsRightToLeft(words) && { direction: 'rtl', 'text-anchor': 'end' }),
    },
    text(words),
  );

const MOST_NUMBERS = 5;

/** As which episodes of the season it came out, on the card's upper right corner. */
function releaseBadge(releases: readonly number[]): readonly Markup[] {
  if (releases.length === 0) return [];
  const shown =
    releases.length > MOST_NUMBERS
      ? [...releases.slice(0, MOST_NUMBERS - 1), '…', releases.at(-1)]
      : releases;
  const words = shown.join(' · ');
  const width = Math.max(26, widthOf(words, 13, true) + 16);
  const x = CARD_WIDTH - width + 10;
  return [
    element(
      'g',
      { class: 'release' },
      element('rect', { x, y: -13, width, height: 26, rx: 13 }),
      element('text', { x: x + width / 2, y: 4.5, 'font-size': 13, 'text-anchor': 'middle' }, text(words)),
    ),
  ];
}
