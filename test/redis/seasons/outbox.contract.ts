import { describe, expect, it } from 'vitest';
import { seasonId, showId } from '../../../src/core/ids.ts';
import type { Effect } from '../../../src/core/season/effects.ts';
import type { SeasonEvent } from '../../../src/core/season/events.ts';
import type { Outbox } from '../../../src/ports/stores/outbox.ts';
import type { SeasonLog } from '../../../src/ports/stores/season-log.ts';

const first = seasonId(showId('night-shift'), 1);

const paused = (at: number): SeasonEvent => ({
  type: 'season-paused',
  at,
  by: { kind: 'person', pseudonym: 'ab12' },
  reason: 'Kaffeepause ☕ "kurz"',
});
const wake = (dueAt: number): Effect => ({ kind: 'wake', dueAt });

interface Stores {
  readonly seasons: Pick<SeasonLog, 'append'>;
  readonly outbox: Outbox;
}

/** What every outbox does. `open` opens the stores on the same, empty database each time within a test. */
export function outboxContract(name: string, open: () => Stores): void {
  describe(`outbox: ${name}`, () => {
    it('owes the effects of an event until they are done', async () => {
      const { seasons, outbox } = open();
      const owed = await seasons.append(first, 0, [paused(1), paused(2)], [wake(10), wake(20)]);
      expect(owed).toEqual([
        { id: '2.0', effect: wake(10) },
        { id: '2.1', effect: wake(20) },
      ]);
      expect(await outbox.owed(first, '2.1')).toEqual(wake(20));
      await outbox.done(first, '2.1');
      await outbox.done(first, '2.1');
      expect(await outbox.owed(first, '2.1')).toBeUndefined();
      expect(await outbox.overdue(first, 100, 10)).toEqual([{ id: '2.0', effect: wake(10) }]);
    });

    it('lists what is due, soonest first, up to a limit', async () => {
      const { seasons, outbox } = open();
      await seasons.append(first, 0, [paused(1)], [wake(30), wake(10), wake(20)]);
      const due = async (until: number, limit: number) =>
        (await outbox.overdue(first, until, limit)).map(({ effect }) => effect.dueAt);
      expect(await due(9, 10)).toEqual([]);
      expect(await due(20, 10)).toEqual([10, 20]);
      expect(await due(100, 2)).toEqual([10, 20]);
    });

    it('lists what is due at the same instant in the order of the events', async () => {
      const { seasons, outbox } = open();
      for (let version = 0; version < 12; version += 1) {
        await seasons.append(first, version, [paused(version)], [wake(7)]);
      }
      const ids = (await outbox.overdue(first, 7, 100)).map(({ id }) => id);
      expect(ids).toEqual(Array.from({ length: 12 }, (_, index) => `${index + 1}.0`));
    });

    it('postpones what is still owed, and brings back nothing that is done', async () => {
      const { seasons, outbox } = open();
      await seasons.append(first, 0, [paused(1)], [wake(10)]);
      expect(await outbox.postpone(first, '1.0', wake(50))).toBe(true);
      expect(await outbox.overdue(first, 49, 10)).toEqual([]);
      expect(await outbox.owed(first, '1.0')).toEqual(wake(50));
      await outbox.done(first, '1.0');
      expect(await outbox.postpone(first, '1.0', wake(60))).toBe(false);
      expect(await outbox.owed(first, '1.0')).toBeUndefined();
      expect(await outbox.overdue(first, 100, 10)).toEqual([]);
    });

    it('accepts effects that no event owes', async () => {
      const { outbox } = open();
      await outbox.owe(first, 'later.1', wake(10));
      await outbox.owe(first, 'later.1', wake(20));
      expect(await outbox.overdue(first, 100, 10)).toEqual([{ id: 'later.1', effect: wake(20) }]);
    });
  });
}
