import { describe, expect, it } from 'vitest';
import { formerSeason, seasonId, showId } from '../../src/core/ids.ts';

describe('the season before', () => {
  const show = showId('night-shift');

  it('is the one with the ordinal before', () => {
    expect(formerSeason(seasonId(show, 12))).toBe('night-shift.11');
  });

  it('is none before the first', () => {
    expect(formerSeason(seasonId(show, 1))).toBeUndefined();
  });
});
