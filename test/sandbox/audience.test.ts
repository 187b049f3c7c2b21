import { describe, expect, it } from 'vitest';
import { type Ballot, gatherAudience, movesOf } from '../../src/sandbox/audience/audience.ts';

const PLACES = ['club', 'late', 'channel', 'group'];
const BALLOT: Ballot = {
  community: 'club',
  question: 'Which way?',
  attempt: 1,
  labels: ['Left', 'Right', 'Back'],
};

describe('an audience', () => {
  it('is the same for the same seed, and another for another seed', () => {
    const first = gatherAudience(7, 500, PLACES);
    expect(gatherAudience(7, 500, PLACES)).toEqual(first);
    expect(movesOf(gatherAudience(7, 500, PLACES), BALLOT)).toEqual(movesOf(first, BALLOT));
    const other = gatherAudience(8, 500, PLACES);
    expect(other.members).not.toEqual(first.members);
    expect(movesOf({ ...first, seed: 8 }, BALLOT)).not.toEqual(movesOf(first, BALLOT));
  });

  it('gives every fan a home, and some of them two', () => {
    const { members, inTwo } = gatherAudience(7, 2_000, PLACES);
    const homes = new Map<number, number>();
    for (const fans of members.values()) for (const fan of fans) homes.set(fan, (homes.get(fan) ?? 0) + 1);
    expect(homes.size).toBe(2_000);
    expect([...homes.values()].filter((count) => count === 2)).toHaveLength(inTwo);
    expect(inTwo).toBeGreaterThan(50);
    expect(Math.max(...homes.values())).toBe(2);
  });

  it('votes over the whole life of a poll, with a rush at its start and at its end', () => {
    const moves = movesOf(gatherAudience(7, 8_000, PLACES), BALLOT);
    const share = (from: number, to: number) =>
      moves.filter(({ at }) => at >= from && at < to).length / moves.length;
    expect(share(0, 0.1)).toBeGreaterThan(0.2);
    expect(share(0.9, 1.1)).toBeGreaterThan(0.15);
    for (let tenth = 1; tenth < 9; tenth += 1)
      expect(share(tenth / 10, (tenth + 1) / 10)).toBeGreaterThan(0.02);
    expect(moves.map(({ at }) => at)).toEqual(
      [...moves.map(({ at }) => at)].sort((one, other) => one - other),
    );
  });

  it('changes its mind, takes votes back, and never moves in a poll before it has voted there', () => {
    const moves = movesOf(gatherAudience(7, 4_000, PLACES), BALLOT);
    const held = new Map<number, number | undefined>();
    for (const { kind, fan, option } of moves) {
      if (kind === 'votes') expect(held.get(fan)).toBeUndefined();
      else expect(held.get(fan)).not.toBeUndefined();
      if (kind === 'changes') expect(option).not.toBe(held.get(fan));
      held.set(fan, option);
    }
    for (const kind of ['votes', 'changes', 'retractions']) {
      expect(moves.filter((move) => move.kind === kind).length).toBeGreaterThan(20);
    }
  });

  it('leans one way here and another way there', () => {
    const audience = gatherAudience(7, 4_000, PLACES);
    const shares = PLACES.map((community) => {
      const options = movesOf(audience, { ...BALLOT, community }).map(({ option }) => option);
      return options.filter((option) => option === 0).length / options.length;
    });
    expect(Math.max(...shares) - Math.min(...shares)).toBeGreaterThan(0.03);
  });
});
