import { type MeasuredNode, type Node, Renderer } from '@takumi-rs/core';
import { describe, expect, it } from 'vitest';
import type { ResultCard } from '../../../src/core/posts/result-card.ts';
import { arranged, drawCard, MARGIN, readable, textsOf } from '../../../src/pictures/card/draw-card.ts';
import { Easel } from '../../../src/pictures/card/easel.ts';
import { EmojiSet } from '../../../src/pictures/card/emoji.ts';
import { fitText, fitTexts, type Setting } from '../../../src/pictures/card/fit-text.ts';
import { Fonts } from '../../../src/pictures/card/fonts.ts';
import { paletteOf } from '../../../src/pictures/card/palette.ts';
import { type Box, type Pixels, pixelsOf } from '../../support/png.ts';
import { optionsOf, sampleCard } from './sample-cards.ts';

const renderer = new Renderer();
const easel = new Easel(renderer, new Fonts(import.meta.url), new EmojiSet(import.meta.url));

async function drawn(card: ResultCard): Promise<Pixels> {
  const shown = readable(card);
  expect(await easel.prepare(textsOf(shown))).toBeUndefined();
  return pixelsOf(await drawCard(easel, shown));
}

const WHOLE: Box = { left: 0, top: 0, right: 1_200, bottom: 675 };
const is = (colour: string) => (red: number, green: number, blue: number) =>
  colour === `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;

const wide = 'WIDE '.repeat(11);
const flags = '🇩🇪'.repeat(55);
/** All that a card can have too much of. */
const crowded = sampleCard({
  show: '<b>Night</b> & Shift '.repeat(12),
  episode: `Episode 12: ${wide.repeat(3)}`,
  question: `<script>alert(1)</script> ${wide.repeat(5)}`,
  why: `${wide.repeat(3)}.`,
  badges: ['Runoff', 'Tie', 'Noch nicht alles endgültig gezählt', '333 von 444 Communitys nicht gezählt'],
  options: optionsOf(
    ...Array.from(
      { length: 10 },
      (_, index) => [index % 2 ? flags : wide, 10 ** index, index === 9] as const,
    ),
  ),
  platforms: [{ platform: 'discord', text: `Discord ${'9,999,999,999 '.repeat(6)}` }],
  rule: wide.repeat(20),
});

const cards: readonly (readonly [string, ResultCard])[] = [
  ['a win', sampleCard()],
  [
    'a tie',
    sampleCard({
      why: 'The vote was tied.',
      badges: ['Tie'],
      options: optionsOf(['A', 5, true], ['B', 5], ['C', 0]),
    }),
  ],
  [
    'a vote without votes',
    sampleCard({ appearance: {}, platforms: [], options: optionsOf(['A', 0, true], ['B', 0]) }),
  ],
  [
    'ten options',
    sampleCard({
      options: optionsOf(
        ...Array.from({ length: 10 }, (_, index) => [`Door ${index}`, index, index === 9] as const),
      ),
    }),
  ],
  [
    'right-to-left words',
    sampleCard({
      question: 'من يفتح الباب الساعة 11:22؟',
      options: optionsOf(['אחי הקטן', 4, true], ['مارا', 3]),
    }),
  ],
  ['more than fits', crowded],
];

describe('a drawn card', () => {
  it.each(cards)('leaves its margins free: %s', async (_, card) => {
    const pixels = await drawn(card);
    expect([pixels.width, pixels.height]).toEqual([1_200, 675]);
    // The background is dark everywhere; all words and bars are lighter.
    const { glow } = paletteOf(card.appearance.colour);
    const brightest = Math.max(...[1, 3, 5].map((at) => Number.parseInt(glow.slice(at, at + 2), 16))) + 4;
    const lit = (red: number, green: number, blue: number) => Math.max(red, green, blue) > brightest;
    for (const strip of [
      { ...WHOLE, right: MARGIN.side - 2 },
      { ...WHOLE, left: 1_200 - MARGIN.side + 2 },
      { ...WHOLE, bottom: MARGIN.top - 6 },
      { ...WHOLE, top: 675 - MARGIN.bottom + 6 },
    ])
      expect(pixels.count(strip, lit)).toBe(0);
    const inside = {
      left: MARGIN.side,
      top: MARGIN.top,
      right: 1_200 - MARGIN.side,
      bottom: 675 - MARGIN.bottom,
    };
    expect(pixels.count(inside, lit)).toBeGreaterThan(20_000);
  });

  it.each(cards)('puts no word on another: %s', async (_, card) => {
    const shown = readable(card);
    await easel.prepare(textsOf(shown));
    const boxes = await wordBoxes(await arranged(easel, shown));
    expect(boxes.length).toBeGreaterThan(10);
    const overlapping = boxes.flatMap((one, index) =>
      boxes
        .slice(index + 1)
        .flatMap((other) => (overlap(one, other) ? [`${one.text} on ${other.text}`] : [])),
    );
    expect(overlapping).toEqual([]);
    const outside = boxes.filter(
      ({ left, right, top, bottom }) =>
        left < MARGIN.side - 2 || right > 1_200 - MARGIN.side + 2 || top < 30 || bottom > 675 - 20,
    );
    expect(outside).toEqual([]);
  });

  it('shows a long question whole where few options leave room for it', async () => {
    // 300 characters, the most that both platforms take.
    const question = `${'On paper it costs nineteen people the bonus due at six. '.repeat(5)}What does she do now, tonight?`;
    const shown = readable(
      sampleCard({ question, options: optionsOf(['Tell', 3, true], ['Drive', 1, false]) }),
    );
    await easel.prepare(textsOf(shown));
    const told = (await wordBoxes(await arranged(easel, shown))).map(({ text }) => text).join(' ');
    expect(told.replace(/\s+/g, ' ')).toContain('What does she do now, tonight?');
  });

  it('draws bars in proportion to the votes, each in its place', async () => {
    const { bar, winnersBar } = paletteOf('#e5484d');
    const pixels = await drawn(sampleCard({ options: optionsOf(['A', 60, true], ['B', 30], ['C', 10]) }));
    const won = pixels.count(WHOLE, is(winnersBar));
    const others = pixels.count(WHOLE, is(bar));
    // Words cover some of them.
    expect(won / others).toBeGreaterThan(1.3);
    expect(won / others).toBeLessThan(1.7);
  });

  it('marks the winner by more than its colour: a frame, a tick and weight', async () => {
    const { accent, onAccent, winnersBar } = paletteOf('#e5484d');
    const options = optionsOf(['Mara', 5, true], ['Mara', 5]);
    const pixels = await drawn(sampleCard({ options }));
    expect(pixels.count(WHOLE, is(accent))).toBeGreaterThan(2 * 1_000);
    expect(pixels.count(WHOLE, is(onAccent))).toBeGreaterThan(20);
    const rows = [0, 1].map((index) => rowBox(pixels, index, winnersBar));
    const white = rows.map((row) => pixels.count({ ...row, left: 110, right: 400 }, is('#ffffff')));
    expect(white[0]).toBeGreaterThan(1.2 * (white[1] ?? 0));
  });

  it('has no bar where nobody voted', async () => {
    const { bar, winnersBar } = paletteOf(undefined);
    const pixels = await drawn(sampleCard({ appearance: {}, options: optionsOf(['A', 0, true], ['B', 0]) }));
    expect(pixels.count(WHOLE, is(bar)) + pixels.count(WHOLE, is(winnersBar))).toBe(0);
  });

  it('shows emoji in their own colours: flags, skin tones, sequences, keycaps', async () => {
    const pixels = await drawn(sampleCard({ question: '🇩🇪 👍🏽 ❤️‍🔥 1️⃣' }));
    // Of Twemoji: the flag's gold, the thumb's skin, the heart's fire, the keycap's blue.
    for (const colour of ['#ffcd05', '#d4ab88', '#f4900c', '#3b88c3'])
      expect(pixels.count({ ...WHOLE, bottom: 300 }, is(colour)), colour).toBeGreaterThan(20);
  });
});

type WordBox = Box & { readonly text: string };

/** Where words and emoji are, on the whole card. */
async function wordBoxes(content: Node): Promise<readonly WordBox[]> {
  const boxes: WordBox[] = [];
  const visit = (measured: MeasuredNode, node: Node | undefined): void => {
    const [, , , , x, y] = measured.transform;
    for (const { text, x: left, y: top, width, height } of measured.runs)
      if (text.trim() !== '')
        // Letters have room above and below them in their line.
        boxes.push({
          text,
          left: x + left,
          right: x + left + width,
          top: y + top + height * 0.2,
          bottom: y + top + height * 0.8,
        });
    const children = node?.type === 'container' ? (node.children ?? []) : [];
    for (const [index, child] of measured.children.entries()) visit(child, children[index]);
    if (node?.type === 'image')
      boxes.push({
        text: 'picture',
        left: x,
        right: x + measured.width,
        top: y + 2,
        bottom: y + measured.height - 2,
      });
  };
  visit(await renderer.measure(content, { width: 1_200, height: 675, images: [...easel.images] }), content);
  return boxes;
}

const overlap = (one: WordBox, other: WordBox): boolean =>
  one.left < other.right - 2 &&
  other.left < one.right - 2 &&
  one.top < other.bottom &&
  other.top < one.bottom;

/** The row of the first option, or the one below it. */
function rowBox(pixels: Pixels, index: number, colour: string): Box {
  const column = Array.from({ length: 675 }, (_, y) => pixels.at(75 + 300, y));
  const top = column.indexOf(colour);
  const height = column.lastIndexOf(colour) - top + 1;
  return {
    left: 0,
    right: 1_200,
    top: top + index * (height + 18),
    bottom: top + index * (height + 18) + height,
  };
}

describe('a text on a card', () => {
  const setting: Setting = {
    width: 400,
    lines: 1,
    sizes: [30, 24],
    leading: 1.2,
    weight: 400,
    colour: '#ffffff',
  };
  const words = (set: { node: unknown }): string =>
    [...JSON.stringify(set.node).matchAll(/"text":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text).join('');

  it('is as large as fits, then smaller, then cut with an ellipsis', async () => {
    await easel.prepare(['abcdefghijklmnopqrstuvwxyz …']);
    expect((await fitText(easel, 'a short one', setting)).size).toBe(30);
    expect((await fitText(easel, 'a text of thirty-two letters wwww', setting)).size).toBe(24);
    const cut = await fitText(easel, 'a text that is far too long for any of the sizes', setting);
    expect(words(cut)).toMatch(/^a text that is far .*…$/);
    expect(cut.height).toBeLessThan(31);
  });

  it('breaks a word that is longer than a line', async () => {
    const set = await fitText(easel, 'abcdefghij'.repeat(5), { ...setting, lines: 3 });
    expect(words(set)).not.toContain('…');
    expect(set.height).toBeGreaterThan(2 * 28);
  });

  it('keeps a text of emoji alone within its lines', async () => {
    await easel.prepare([flags]);
    const set = await fitText(easel, flags, setting);
    const shown = JSON.stringify(set.node).split('1f1e9-1f1ea').length - 1;
    expect(shown).toBeGreaterThan(8);
    expect(shown).toBeLessThan(20);
    expect(words(set)).toBe('…');
  });

  it.each(['من يفتح الباب الساعة 11:22 الآن', 'מי פותח את הדלת ב־11:22 הלילה'])(
    'keeps 11:22 in order inside of %s',
    async (text) => {
      await easel.prepare([text]);
      const { node } = await fitText(easel, text, { ...setting, width: 900 });
      const { runs } = await renderer.measure(node, { width: 900, fontFamilies: ['Card'] });
      const time = runs.find((run) => run.text.includes('11'));
      expect(time?.text.trim()).toBe('11:22');
      // What is read first is on the right.
      expect(time?.x).toBeLessThan(Math.max(...runs.map(({ x }) => x)));
    },
  );

  it('has the direction of its first letter', async () => {
    await easel.prepare(['אחי הקטן, then 3 more']);
    const placeOf = async (text: string, word: string): Promise<number> => {
      const { node } = await fitText(easel, text, { ...setting, width: 900 });
      const { runs } = await renderer.measure(node, { width: 900, fontFamilies: ['Card'] });
      return runs.find((run) => run.text.includes(word))?.x ?? Number.NaN;
    };
    const hebrewFirst = 'אחי הקטן, then 3 more';
    expect(await placeOf(hebrewFirst, 'then')).toBeLessThan(await placeOf(hebrewFirst, 'אחי'));
    const englishFirst = 'then 3 more, אחי הקטן';
    expect(await placeOf(englishFirst, 'then')).toBeLessThan(await placeOf(englishFirst, 'אחי'));
  });

  it('is set in one size with the others of its kind', async () => {
    await easel.prepare(['a b text of thirty letters abcd']);
    const sizes = (await fitTexts(easel, ['a', 'a text of thirty-two letters wwww'], setting)).map(
      ({ size }) => size,
    );
    expect(sizes).toEqual([24, 24]);
  });
});
