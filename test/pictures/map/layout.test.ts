import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CARD_WIDTH, cardOf } from '../../../src/pictures/map/card.ts';
import { labelOf } from '../../../src/pictures/map/label.ts';
import { type Layout, layOut } from '../../../src/pictures/map/layout.ts';
import { mapOf, type StoryMap } from '../../../src/pictures/map/story-map.ts';
import { anyStory, loopStory } from '../../support/map-stories.ts';
import { aStory } from '../../support/seasons/season-specification.ts';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const placed = (map: StoryMap): { layout: Layout; cards: readonly Box[]; labels: readonly Box[] } => {
  const cards = new Map(map.episodes.map((episode) => [episode.id, cardOf(episode)]));
  const labels = map.arrows.map(labelOf);
  const layout = layOut(cards, map.arrows, labels);
  return {
    layout,
    cards: [...layout.cards].map(([id, { x, y }]) => ({
      left: x,
      right: x + CARD_WIDTH,
      top: y,
      bottom: y + (cards.get(id)?.height ?? 0),
    })),
    labels: layout.ways.flatMap(({ label }, index) => {
      const { width = 0, height = 0 } = labels[index] ?? {};
      return label === undefined
        ? []
        : [
            {
              left: label.x - width / 2,
              right: label.x + width / 2,
              top: label.y - height / 2,
              bottom: label.y + height / 2,
            },
          ];
    }),
  };
};

const overlap = (one: Box, other: Box): boolean =>
  one.left < other.right - 0.5 &&
  other.left < one.right - 0.5 &&
  one.top < other.bottom - 0.5 &&
  other.top < one.bottom - 0.5;

const overlapping = (boxes: readonly Box[]): number =>
  boxes.flatMap((one, index) => boxes.slice(index + 1).filter((other) => overlap(one, other))).length;

describe('the layout of a map', () => {
  it('lets no card and no label cover another', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const { layout, cards, labels } = placed(mapOf(story));
        expect(overlapping([...cards, ...labels])).toBe(0);
        expect(layout.ways.every(({ points }) => points.length >= 2)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('lets every arrow lead down, except those that lead back', () => {
    const map = mapOf(loopStory());
    const { layout } = placed(map);
    const ends = map.arrows
      .map(({ from, to, back }, index) => ({ from, to, back, points: layout.ways[index]?.points ?? [] }))
      .filter(({ from, to }) => from !== to);
    expect(ends).toHaveLength(5);
    for (const { back, points } of ends) {
      const down = (points.at(-1)?.y ?? 0) - (points[0]?.y ?? 0);
      expect(Math.sign(down)).toBe(back ? -1 : 1);
    }
  });

  it('places options from left to right as they are listed', () => {
    const { layout } = placed(mapOf(aStory()));
    const [left, right] = layout.ways.map(({ label }) => label?.x ?? 0);
    expect(left).toBeLessThan(right ?? 0);
  });
});
