import { describe, expect, it } from 'vitest';
import { absenceIn } from '../../../src/core/vote/absence.ts';

/** `d` and `t` are outlets that had a poll, `D` and `T` those that never had one. */
const among = (outlets: string) =>
  absenceIn(
    [...outlets].map((one) => ({
      platform: one.toLowerCase() === 'd' ? ('discord' as const) : ('telegram' as const),
      hadPoll: one === one.toLowerCase(),
    })),
  );

describe('so many outlets never had an open poll that it must be mentioned', () => {
  it.each([
    ['all of Telegram', 'ddTTT', { platforms: ['telegram'], absent: 3, of: 5 }],
    ['the only one on Telegram', 'ddddddddT', { platforms: ['telegram'], absent: 1, of: 9 }],
    ['all of Telegram and some of Discord', 'dDTT', { platforms: ['telegram'], absent: 3, of: 4 }],
    ['everybody', 'DT', { platforms: ['discord', 'telegram'], absent: 2, of: 2 }],
    ['the only outlet there is', 'T', { platforms: ['telegram'], absent: 1, of: 1 }],
    ['two of five', 'dDtTt', { platforms: [], absent: 2, of: 5 }],
    ['three of seven', 'ddDDtTt', { platforms: [], absent: 3, of: 7 }],
  ])('%s', (_, outlets, absence) => {
    expect(among(outlets)).toEqual(absence);
  });

  it.each([
    ['nobody is missing', 'ddt'],
    ['a third of six, and no more', 'dDdtTt'],
    ['half of four, on no platform all', 'dDtT'],
    ['there is no outlet', ''],
  ])('not if %s', (_, outlets) => {
    expect(among(outlets)).toBeUndefined();
  });
});
