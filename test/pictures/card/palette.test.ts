import fc from 'fast-check';
import { expect, it } from 'vitest';
import { colourOf, contrast } from '../../../src/pictures/card/colour.ts';
import { paletteOf } from '../../../src/pictures/card/palette.ts';

const ratio = (one: string, other: string): number => contrast(colourOf(one), colourOf(other));
const anyColour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);

it('knows the contrast of black and white', () => {
  expect(ratio('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(ratio('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

it('gives every text of a card a contrast of 4.5 or more, whatever the show’s colour', () => {
  const holds = (colour: string | undefined): void => {
    const all = paletteOf(colour);
    const { background, glow, track, bar, winnersBar } = all;
    const pairs = [
      ...[background, glow, track, bar, winnersBar].map((behind) => [all.text, behind]),
      ...[background, glow, track, bar].map((behind) => [all.quiet, behind]),
      ...[background, glow].map((behind) => [all.accentText, behind]),
    ] as const;
    for (const [text = '', behind = ''] of pairs)
      expect(ratio(text, behind), `${text} on ${behind} of ${colour}`).toBeGreaterThanOrEqual(4.5);
    // Shapes that are no text.
    expect(ratio(all.onAccent, all.accent)).toBeGreaterThanOrEqual(3);
    for (const behind of [background, glow])
      expect(ratio(all.accent, behind), `${all.accent} beside ${behind}`).toBeGreaterThanOrEqual(3);
  };
  for (const colour of [
    undefined,
    '#000000',
    '#ffffff',
    '#ffff00',
    '#ff0000',
    '#00ff00',
    '#0000ff',
    '#808080',
  ])
    holds(colour);
  fc.assert(fc.property(anyColour, holds), { numRuns: 2_000 });
});
