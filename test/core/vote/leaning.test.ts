import { describe, expect, it } from 'vitest';
import { optionId } from '../../../src/core/ids.ts';
import { favouriteOf, leaningOf } from '../../../src/core/vote/leaning.ts';
import { type Counts, sumOf, votesByPlatform } from '../../../src/core/vote/tally.ts';
import { choice } from '../../support/seasons/season-specification.ts';

const { options } = choice({ left: 'left', right: 'right', wait: 'left' });
const [left, right] = [optionId('left'), optionId('right')];
const votes = (counts: Readonly<Record<string, number>>): Counts => counts;

describe('what some voters chose otherwise than all', () => {
  it('is their favourite, with its votes and theirs', () => {
    expect(leaningOf(options, votes({ left: 2, right: 5, wait: 1 }), left)).toMatchObject({
      option: { id: right },
      votes: 5,
      total: 8,
    });
  });

  it('is nothing where they chose the same, are level, or did not vote', () => {
    expect(leaningOf(options, votes({ left: 5, right: 2 }), left)).toBeUndefined();
    expect(leaningOf(options, votes({ left: 3, right: 3 }), left)).toBeUndefined();
    expect(leaningOf(options, votes({ left: 3, right: 3 }), right)).toBeUndefined();
    expect(leaningOf(options, votes({}), left)).toBeUndefined();
  });

  it('has the first listed of several favourites', () => {
    expect(favouriteOf(options, votes({ right: 3, wait: 3 }))?.id).toBe(right);
    expect(favouriteOf(options, votes({}))).toBeUndefined();
  });
});

describe('counts together', () => {
  it('are summed by option, and by platform in the order in which the platforms come', () => {
    const counts = [
      { platform: 'telegram', counts: votes({ left: 1, right: 2 }) },
      { platform: 'discord', counts: votes({ left: 4 }) },
      { platform: 'telegram', counts: votes({ right: 8, gone: 100 }) },
    ] as const;
    const ids = options.map(({ id }) => id);
    expect(
      sumOf(
        ids,
        counts.map((one) => one.counts),
      ),
    ).toEqual({ left: 5, right: 10, wait: 0 });
    expect(votesByPlatform(ids, counts)).toEqual([
      { platform: 'telegram', votes: 11 },
      { platform: 'discord', votes: 4 },
    ]);
  });
});
