import { describe, expect, it } from 'vitest';
import { optionId, outletId, roundNumber, seasonId, showId } from '../../../src/core/ids.ts';
import type { SeasonEvent } from '../../../src/core/season/events.ts';
import type { OutletCount } from '../../../src/core/vote/tally.ts';
import type { RoundCounts } from '../../../src/ports/stores/round-counts.ts';
import type { SeasonLog } from '../../../src/ports/stores/season-log.ts';

const first = seasonId(showId('night-shift'), 1);
const one = roundNumber(1);

const paused = (at: number): SeasonEvent => ({
  type: 'season-paused',
  at,
  by: { kind: 'person', pseudonym: 'ab12' },
  reason: 'Kaffeepause ☕ "kurz"',
});

interface Stores {
  readonly seasons: Pick<SeasonLog, 'append'>;
  readonly counts: RoundCounts;
}

/** What every store of counts does. `open` opens the stores on the same, empty database each time within a test. */
export function roundCountsContract(name: string, open: () => Stores): void {
  describe(`counts of a round: ${name}`, () => {
    const count: OutletCount = {
      outlet: outletId('telegram:-100123/12'),
      platform: 'telegram',
      name: 'Nachtschicht }{ |',
      status: 'final',
      counts: JSON.parse('{"__proto__": 3, "constructor": 4}'),
      closedAt: 99,
    };

    it('are stored together with the events that depend on them', async () => {
      const { seasons, counts } = open();
      const missing: OutletCount = {
        outlet: outletId('b'),
        platform: 'discord',
        name: 'b',
        status: 'missing',
        reason: 'gone',
      };
      await seasons.append(first, 0, [paused(1)], [], { round: one, outlets: [count, missing] });
      const stored = await counts.of(first, one);
      expect(JSON.stringify(stored)).toBe(JSON.stringify([count, missing]));
      expect(await counts.of(first, roundNumber(2))).toBeUndefined();
    });

    it('have no entry for an option that is only a name of every object', async () => {
      const { seasons, counts } = open();
      await seasons.append(first, 0, [paused(1)], [], { round: one, outlets: [{ ...count, counts: {} }] });
      const [stored] = (await counts.of(first, one)) ?? [];
      expect(Object.entries(stored ?? {})).not.toEqual([]);
      expect((stored as { counts: Record<string, unknown> }).counts.constructor).toBeUndefined();
    });

    it('keep samples of the live counts, one a slot, earliest first', async () => {
      const { counts } = open();
      const sample = (at: number, votes: number) => ({ at, counts: { [optionId('constructor')]: votes } });
      expect(await counts.hasSample(first, one, 3)).toBe(false);
      await counts.addSample(first, one, 10, sample(200, 9));
      await counts.addSample(first, one, 3, sample(100, 4));
      await counts.addSample(first, one, 3, sample(101, 5));
      expect(await counts.hasSample(first, one, 3)).toBe(true);
      expect(JSON.stringify(await counts.samples(first, one))).toBe(
        JSON.stringify([sample(100, 4), sample(200, 9)]),
      );
      expect(await counts.samples(first, roundNumber(2))).toEqual([]);
    });

    it('accept amendments, in order', async () => {
      const { counts } = open();
      await counts.amend(first, one, { at: 1, count });
      await counts.amend(first, one, { at: 2, count });
      expect((await counts.amendments(first, one)).map(({ at }) => at)).toEqual([1, 2]);
      expect(JSON.stringify((await counts.amendments(first, one))[0]?.count)).toBe(JSON.stringify(count));
      expect(await counts.amendments(first, roundNumber(2))).toEqual([]);
    });
  });
}
