import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FeedReading, readFeed } from '../../src/feeds/read-feed.ts';

const FOLDER = new URL('../fixtures/feeds/', import.meta.url);
/** What HTTP says about these; of the others it says nothing. */
const TYPES: Readonly<Record<string, string>> = {
  'rss2-shift-jis.xml': 'application/xml; charset=Shift_JIS',
};
const expected = JSON.parse(readFileSync(new URL('expected.json', FOLDER), 'utf8')) as Record<
  string,
  unknown
>;
const files = readdirSync(FOLDER).filter((name) => name !== 'expected.json');

/** With dates that people can check. */
function shown(reading: FeedReading): unknown {
  if (!reading.ok) return reading;
  const { items, unusable, remarks } = reading;
  return {
    items: items.map(({ item: { publishedAt, ...item } }) => ({
      ...item,
      ...(publishedAt !== undefined && { publishedAt: new Date(publishedAt).toISOString() }),
    })),
    ...(unusable.length > 0 && { unusable }),
    ...(remarks.length > 0 && { remarks }),
  };
}

describe('feeds of the kinds that people publish', () => {
  it.each(files)('are read: %s', (name) => {
    const type = TYPES[name];
    const body = readFileSync(new URL(name, FOLDER));
    const reading = readFeed({ body, url: 'https://feeds.example/shows/feed', ...(type && { type }) });
    expect(shown(reading)).toEqual(expected[name]);
  });

  it('are all expected to be something', () => {
    expect(Object.keys(expected).sort()).toEqual([...files].sort());
    expect(files.length).toBeGreaterThanOrEqual(20);
  });
});
