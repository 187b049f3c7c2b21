import { describe, expect, it } from 'vitest';
import { seasonId, showId } from '../../../src/core/ids.ts';
import type { FeedState, FeedStore } from '../../../src/ports/stores/feed-store.ts';

const show = showId('night-shift');
const first = seasonId(show, 1);
const second = seasonId(show, 2);

/** What every store of feeds does. `open` opens one on the same, empty database each time within a test. */
export function feedStoreContract(name: string, open: () => FeedStore): void {
  describe(`feeds of seasons: ${name}`, () => {
    const fetched: FeedState = {
      feed: 'ab12',
      readAt: 1,
      nextAt: 300_001,
      etag: 'W/"é"',
      lastModified: 'Mon, 02 Nov 2026 10:00:00 GMT',
      movedTo: 'https://watch.example/new',
    };

    it('know nothing of a feed that was never fetched', async () => {
      const feeds = open();
      expect([await feeds.state(first), await feeds.size(first)]).toEqual([undefined, 0]);
      expect(await feeds.marks(first, ['a'])).toEqual(new Map());
      expect(await feeds.marks(first, [])).toEqual(new Map());
    });

    it('keep the latest state, season by season', async () => {
      const feeds = open();
      await feeds.put(first, fetched);
      const trouble = { since: 2, failures: 1, what: 'It is away.', told: false };
      const failing: FeedState = { feed: 'ab12', readAt: 1, nextAt: 600_001, trouble };
      await feeds.put(first, failing);
      expect(await open().state(first)).toEqual(failing);
      expect(await feeds.state(second)).toBeUndefined();
    });

    it('keep marks for good, and what was last kept with them', async () => {
      const feeds = open();
      await feeds.put(
        first,
        fetched,
        new Map([
          ['a', 'passed'],
          ['__proto__', 'passed'],
        ]),
      );
      await feeds.put(
        first,
        fetched,
        new Map([
          ['b', 'x'],
          ['a', 'y'],
        ]),
      );
      await feeds.put(first, { ...fetched, nextAt: 5 });
      const marks = new Map([
        ['a', 'y'],
        ['b', 'x'],
        ['__proto__', 'passed'],
      ]);
      expect(await open().marks(first, ['a', 'b', 'c', '__proto__', 'constructor'])).toEqual(marks);
      expect([await feeds.size(first), await feeds.size(second)]).toEqual([3, 0]);
      expect(await feeds.marks(second, ['a'])).toEqual(new Map());
    });

    it('keep as many marks as a large feed has', async () => {
      const feeds = open();
      const marks = new Map(Array.from({ length: 3_500 }, (_, index) => [`mark-${index}`, `${index}`]));
      await feeds.put(first, fetched, marks);
      expect(await feeds.marks(first, [...marks.keys()])).toEqual(marks);
      expect(await feeds.size(first)).toBe(3_500);
    });
  });
}
