import { describe, expect, it } from 'vitest';
import { instantOf } from '../../src/feeds/feed-item.ts';

describe('the date of an item', () => {
  it.each([
    ['Mon, 02 Nov 2026 10:00:00 GMT', '2026-11-02T10:00:00.000Z'],
    ['Mon, 02 Nov 2026 10:00:00 +0130', '2026-11-02T08:30:00.000Z'],
    ['2 Nov 2026 10:00 EST', '2026-11-02T15:00:00.000Z'],
    ['2026-11-02T10:00:00+01:00', '2026-11-02T09:00:00.000Z'],
    ['2026-11-02T10:00:00.250Z', '2026-11-02T10:00:00.250Z'],
    // Without a zone it is UTC, whatever the zone of this machine.
    ['2026-11-02', '2026-11-02T00:00:00.000Z'],
    ['2026-11-02T10:00:00', '2026-11-02T10:00:00.000Z'],
    ['2026-11-02 10:00:00', '2026-11-02T10:00:00.000Z'],
    ['Mon, 02 Nov 2026 10:00:00', '2026-11-02T10:00:00.000Z'],
    [' Mon,  2 Nov 2026 10:00:00 +0000\n', '2026-11-02T10:00:00.000Z'],
  ])('is %s', (text, at) => {
    const read = instantOf(text);
    expect(read === undefined ? 'none' : new Date(read).toISOString()).toBe(at);
  });

  it.each([
    undefined,
    '',
    'soon',
    'yesterday evening',
    '32 Nov 2026',
    'Mon, 01 Jan 0001 00:00:00 +0000',
    '0001-01-01T00:00:00Z',
    '1970-01-01T00:00:00Z',
    '9999-12-31T00:00:00Z',
    '2'.repeat(5_000),
  ])('is not known from %s', (text) => {
    expect(instantOf(text)).toBeUndefined();
  });
});
