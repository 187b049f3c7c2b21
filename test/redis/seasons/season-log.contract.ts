import { describe, expect, it } from 'vitest';
import { roundNumber, seasonId, showId } from '../../../src/core/ids.ts';
import type { Effect } from '../../../src/core/season/effects.ts';
import type { SeasonEvent } from '../../../src/core/season/events.ts';
import type { Outbox } from '../../../src/ports/stores/outbox.ts';
import type { RoundCounts } from '../../../src/ports/stores/round-counts.ts';
import type { SeasonLog } from '../../../src/ports/stores/season-log.ts';

const show = showId('night-shift');
const first = seasonId(show, 1);
const second = seasonId(show, 2);
const one = roundNumber(1);

const paused = (at: number): SeasonEvent => ({
  type: 'season-paused',
  at,
  by: { kind: 'person', pseudonym: 'ab12' },
  reason: 'Kaffeepause ☕ "kurz"',
});
const wake = (dueAt: number): Effect => ({ kind: 'wake', dueAt });

/** An append writes to all of them. */
interface Stores {
  readonly seasons: SeasonLog;
  readonly outbox: Outbox;
  readonly counts: RoundCounts;
}

/** What every season log does. `open` opens the stores on the same, empty database each time within a test. */
export function seasonLogContract(name: string, open: () => Stores): void {
  describe(`season log: ${name}`, () => {
    describe('claiming a season', () => {
      it('knows no season of a show that was never started', async () => {
        const { seasons } = open();
        expect(await seasons.current(show)).toBeUndefined();
        expect(await seasons.nextOrdinal(show)).toBe(1);
        expect(await seasons.all()).toEqual(new Map());
      });

      it('makes the season current and counts it', async () => {
        const { seasons } = open();
        expect(await seasons.claim(show, first, undefined)).toBe(true);
        expect(await seasons.claim(show, second, first)).toBe(true);
        expect(await seasons.current(show)).toBe(second);
        expect(await seasons.nextOrdinal(show)).toBe(3);
        expect(await seasons.all()).toEqual(new Map([[show, second]]));
      });

      it('lets exactly one of many win', async () => {
        const claims = await Promise.all(
          [1, 2, 3, 4].map(() => open().seasons.claim(show, first, undefined)),
        );
        expect(claims.filter(Boolean)).toHaveLength(1);
        expect(await open().seasons.nextOrdinal(show)).toBe(2);
      });

      it('refuses a caller that expects another current season', async () => {
        const { seasons } = open();
        await seasons.claim(show, first, undefined);
        expect(await seasons.claim(show, second, undefined)).toBe(false);
        expect(await seasons.claim(show, second, second)).toBe(false);
        expect(await seasons.current(show)).toBe(first);
      });
    });

    describe('the log', () => {
      it('is empty for a season that never began', async () => {
        expect(await open().seasons.read(first)).toMatchObject({ events: [], from: 0, end: { version: 0 } });
        expect(await open().seasons.hasBegun(first)).toBe(false);
      });

      it('returns the events in order, unchanged', async () => {
        const { seasons } = open();
        await seasons.append(first, 0, [paused(1), paused(2)], []);
        await seasons.append(first, 2, [paused(3)], []);
        expect(await seasons.read(first)).toMatchObject({
          events: [paused(1), paused(2), paused(3)],
          from: 0,
          end: { version: 3 },
        });
        expect(await seasons.hasBegun(first)).toBe(true);
      });

      it('continues from where a reading ended', async () => {
        const { seasons } = open();
        await seasons.append(first, 0, [paused(1), paused(2)], []);
        const { end } = await seasons.read(first);
        expect(await seasons.read(first, end)).toEqual({ events: [], from: 2, end });
        await seasons.append(first, 2, [paused(3)], []);
        const next = await seasons.read(first, end);
        expect(next).toMatchObject({ events: [paused(3)], from: 2, end: { version: 3 } });
        expect(await seasons.read(first, next.end)).toEqual({ events: [], from: 3, end: next.end });
      });

      it('continues from an empty log', async () => {
        const { seasons } = open();
        const { end } = await seasons.read(first);
        await seasons.append(first, 0, [paused(1)], []);
        expect(await seasons.read(first, end)).toMatchObject({ events: [paused(1)], from: 0 });
      });

      it('reads all of another log, as long as the one that was known, or longer', async () => {
        const { seasons } = open();
        await seasons.append(first, 0, [paused(1), paused(2)], []);
        await seasons.append(second, 0, [paused(1), paused(3), paused(4)], []);
        const { end } = await seasons.read(first);
        expect(await seasons.read(second, end)).toMatchObject({
          events: [paused(1), paused(3), paused(4)],
          from: 0,
        });
      });

      it('appends nothing at all when the log has moved on', async () => {
        const { seasons, outbox, counts: settled } = open();
        await seasons.append(first, 0, [paused(1)], []);
        const counts = { round: one, outlets: [] };
        expect(await seasons.append(first, 0, [paused(2)], [wake(5)], counts)).toBeUndefined();
        expect(await seasons.append(first, 2, [paused(2)], [wake(5)], counts)).toBeUndefined();
        expect((await seasons.read(first)).events).toEqual([paused(1)]);
        expect(await outbox.overdue(first, 100, 10)).toEqual([]);
        expect(await settled.of(first, one)).toBeUndefined();
      });

      it('lets exactly one of many append at a version', async () => {
        const appended = await Promise.all(
          [1, 2, 3, 4].map((at) => open().seasons.append(first, 0, [paused(at)], [wake(at)])),
        );
        expect(appended.filter((effects) => effects !== undefined)).toHaveLength(1);
        expect((await open().seasons.read(first)).end.version).toBe(1);
        expect(await open().outbox.overdue(first, 100, 10)).toHaveLength(1);
      });

      it('keeps seasons apart', async () => {
        const { seasons, outbox } = open();
        await seasons.append(first, 0, [paused(1)], [wake(1)]);
        expect((await seasons.read(second)).events).toEqual([]);
        expect(await outbox.overdue(second, 100, 10)).toEqual([]);
      });
    });
  });
}
