import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../src/core/durations.ts';

describe('a duration', () => {
  it.each([
    ['0s', 0],
    ['30s', 30_000],
    ['20h', 72_000_000],
    ['1d', 86_400_000],
    ['1h30m', 5_400_000],
    ['1d2h3m4s', 93_784_000],
    ['90m', 5_400_000],
  ])('%s is %i ms', (text, length) => {
    expect(parseDuration(text)).toBe(length);
  });

  it.each([
    '',
    '20',
    's',
    '1.5h',
    '-1h',
    '+1h',
    '1h1h',
    '30m1h',
    '1 h',
    ' 1h',
    '1H',
    '1w',
    '1h30',
    '12345678s',
    '١h',
  ])('"%s" is not one', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('is read as the duration that was written, however long', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => {
        expect(parseDuration(formatDuration(seconds * 1_000))).toBe(seconds * 1_000);
      }),
    );
  });
});
