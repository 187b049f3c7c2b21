import { describe, expect, it } from 'vitest';
import { outletId, roundNumber, seasonId, showId } from '../../src/core/ids.ts';
import type { Effect } from '../../src/core/season/effects.ts';
import type { SeasonEvent } from '../../src/core/season/events.ts';
import type { OutletCount } from '../../src/core/vote/tally.ts';
import type { Connection, SeasonOutlet, SeasonStore } from '../../src/ports/season-store.ts';

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

/** What every season store does. `makeStore` opens one on the same, empty database each time within a test. */
export function seasonStoreContract(name: string, makeStore: () => SeasonStore): void {
  describe(`season store: ${name}`, () => {
    describe('claiming a season', () => {
      it('knows no season of a show that was never started', async () => {
        const store = makeStore();
        expect(await store.current(show)).toBeUndefined();
        expect(await store.nextOrdinal(show)).toBe(1);
        expect(await store.all()).toEqual(new Map());
      });

      it('makes the season current and counts it', async () => {
        const store = makeStore();
        expect(await store.claim(show, first, undefined)).toBe(true);
        expect(await store.claim(show, second, first)).toBe(true);
        expect(await store.current(show)).toBe(second);
        expect(await store.nextOrdinal(show)).toBe(3);
        expect(await store.all()).toEqual(new Map([[show, second]]));
      });

      it('lets exactly one of many win', async () => {
        const claims = await Promise.all([1, 2, 3, 4].map(() => makeStore().claim(show, first, undefined)));
        expect(claims.filter(Boolean)).toHaveLength(1);
        expect(await makeStore().nextOrdinal(show)).toBe(2);
      });

      it('refuses a caller that expects another current season', async () => {
        const store = makeStore();
        await store.claim(show, first, undefined);
        expect(await store.claim(show, second, undefined)).toBe(false);
        expect(await store.claim(show, second, second)).toBe(false);
        expect(await store.current(show)).toBe(first);
      });
    });

    describe('the log', () => {
      it('is empty for a season that never began', async () => {
        expect(await makeStore().read(first)).toEqual({ events: [], version: 0 });
      });

      it('returns the events in order, unchanged', async () => {
        const store = makeStore();
        await store.append(first, 0, [paused(1), paused(2)], []);
        await store.append(first, 2, [paused(3)], []);
        expect(await store.read(first)).toEqual({ events: [paused(1), paused(2), paused(3)], version: 3 });
      });

      it('continues from a version', async () => {
        const store = makeStore();
        await store.append(first, 0, [paused(1), paused(2), paused(3)], []);
        expect(await store.read(first, 2)).toEqual({ events: [paused(3)], version: 3 });
        expect(await store.read(first, 3)).toEqual({ events: [], version: 3 });
      });

      it('appends nothing at all when the log has moved on', async () => {
        const store = makeStore();
        await store.append(first, 0, [paused(1)], []);
        const counts = { round: one, outlets: [] };
        expect(await store.append(first, 0, [paused(2)], [wake(5)], counts)).toBeUndefined();
        expect(await store.append(first, 2, [paused(2)], [wake(5)], counts)).toBeUndefined();
        expect(await store.read(first)).toEqual({ events: [paused(1)], version: 1 });
        expect(await store.overdue(first, 100, 10)).toEqual([]);
        expect(await store.counts(first, one)).toBeUndefined();
      });

      it('lets exactly one of many append at a version', async () => {
        const appended = await Promise.all(
          [1, 2, 3, 4].map((at) => makeStore().append(first, 0, [paused(at)], [wake(at)])),
        );
        expect(appended.filter((effects) => effects !== undefined)).toHaveLength(1);
        expect((await makeStore().read(first)).version).toBe(1);
        expect(await makeStore().overdue(first, 100, 10)).toHaveLength(1);
      });

      it('keeps seasons apart', async () => {
        const store = makeStore();
        await store.append(first, 0, [paused(1)], [wake(1)]);
        expect(await store.read(second)).toEqual({ events: [], version: 0 });
        expect(await store.overdue(second, 100, 10)).toEqual([]);
      });
    });

    describe('the outbox', () => {
      it('owes the effects of an event until they are done', async () => {
        const store = makeStore();
        const owed = await store.append(first, 0, [paused(1), paused(2)], [wake(10), wake(20)]);
        expect(owed).toEqual([
          { id: '2.0', effect: wake(10) },
          { id: '2.1', effect: wake(20) },
        ]);
        expect(await store.owed(first, '2.1')).toEqual(wake(20));
        await store.done(first, '2.1');
        await store.done(first, '2.1');
        expect(await store.owed(first, '2.1')).toBeUndefined();
        expect(await store.overdue(first, 100, 10)).toEqual([{ id: '2.0', effect: wake(10) }]);
      });

      it('lists what is due, soonest first, up to a limit', async () => {
        const store = makeStore();
        await store.append(first, 0, [paused(1)], [wake(30), wake(10), wake(20)]);
        const due = async (until: number, limit: number) =>
          (await store.overdue(first, until, limit)).map(({ effect }) => effect.dueAt);
        expect(await due(9, 10)).toEqual([]);
        expect(await due(20, 10)).toEqual([10, 20]);
        expect(await due(100, 2)).toEqual([10, 20]);
      });

      it('lists what is due at the same instant in the order of the events', async () => {
        const store = makeStore();
        for (let version = 0; version < 12; version += 1) {
          await store.append(first, version, [paused(version)], [wake(7)]);
        }
        const ids = (await store.overdue(first, 7, 100)).map(({ id }) => id);
        expect(ids).toEqual(Array.from({ length: 12 }, (_, index) => `${index + 1}.0`));
      });

      it('accepts effects that no event owes', async () => {
        const store = makeStore();
        await store.owe(first, 'later.1', wake(10));
        await store.owe(first, 'later.1', wake(20));
        expect(await store.overdue(first, 100, 10)).toEqual([{ id: 'later.1', effect: wake(20) }]);
      });
    });

    describe('counts of a round', () => {
      const count: OutletCount = {
        outlet: outletId('telegram:-100123/12'),
        platform: 'telegram',
        name: 'Nachtschicht }{ |',
        status: 'final',
        counts: JSON.parse('{"__proto__": 3, "constructor": 4}'),
        closedAt: 99,
      };

      it('are stored together with the events that depend on them', async () => {
        const store = makeStore();
        const missing: OutletCount = {
          outlet: outletId('b'),
          platform: 'discord',
          name: 'b',
          status: 'missing',
          reason: 'gone',
        };
        await store.append(first, 0, [paused(1)], [], { round: one, outlets: [count, missing] });
        const stored = await store.counts(first, one);
        expect(JSON.stringify(stored)).toBe(JSON.stringify([count, missing]));
        expect(await store.counts(first, roundNumber(2))).toBeUndefined();
      });

      it('have no entry for an option that is only a name of every object', async () => {
        const store = makeStore();
        await store.append(first, 0, [paused(1)], [], { round: one, outlets: [{ ...count, counts: {} }] });
        const [stored] = (await store.counts(first, one)) ?? [];
        expect(Object.entries(stored ?? {})).not.toEqual([]);
        expect((stored as { counts: Record<string, unknown> }).counts.constructor).toBeUndefined();
      });

      it('accept amendments, in order', async () => {
        const store = makeStore();
        await store.amend(first, one, { at: 1, count });
        await store.amend(first, one, { at: 2, count });
        expect((await store.amendments(first, one)).map(({ at }) => at)).toEqual([1, 2]);
        expect(JSON.stringify((await store.amendments(first, one))[0]?.count)).toBe(JSON.stringify(count));
        expect(await store.amendments(first, roundNumber(2))).toEqual([]);
      });
    });

    describe('outlets', () => {
      const outlet = (id: string, joinedAt: number): SeasonOutlet => ({
        id: outletId(id),
        joinedAt,
        outlet: {
          address: { platform: 'telegram', chat: '-100123', topic: 12 },
          name: id,
          community: 'c',
          namedVotes: true,
          traits: {},
        },
      });

      it('are listed in the order in which they joined, also after a change', async () => {
        const store = makeStore();
        for (const id of ['z', '__proto__', 'telegram:-100123/12'])
          await store.putOutlet(first, outlet(id, 1));
        await store.putOutlet(first, { ...outlet('z', 1), leftAt: 9 });
        expect(await store.outlets(first)).toEqual([
          { ...outlet('z', 1), leftAt: 9 },
          outlet('__proto__', 1),
          outlet('telegram:-100123/12', 1),
        ]);
        expect(await store.outlets(second)).toEqual([]);
        expect(await store.outlet(first, outletId('__proto__'))).toEqual(outlet('__proto__', 1));
        expect(await store.outlet(first, outletId('constructor'))).toBeUndefined();
      });
    });

    describe('communities that joined by command', () => {
      const connection = (id: string, askedAt: number, state: Connection['state']): Connection => ({
        id: outletId(id),
        outlet: {
          address: { platform: 'discord', channel: '1100000000000000001' },
          name: '#general in Fans',
          community: '1100000000000000000',
          namedVotes: true,
          traits: {},
        },
        mention: '1100000000000000002',
        state,
        askedAt,
        by: 'fan-0011aabb',
      });

      it('belong to the show, in the order in which they asked', async () => {
        const store = makeStore();
        await store.putConnection(show, connection('discord:2', 20, 'waiting'));
        await store.putConnection(show, connection('__proto__', 10, 'waiting'));
        await store.putConnection(show, connection('discord:2', 20, 'connected'));
        expect(await store.connections(show)).toEqual([
          connection('__proto__', 10, 'waiting'),
          connection('discord:2', 20, 'connected'),
        ]);
        expect(await store.connections(showId('day-shift'))).toEqual([]);
      });

      it('can ask for one channel at a time: another channel learns about the one that waits', async () => {
        const store = makeStore();
        const first = connection('discord:2', 20, 'waiting');
        expect(await store.ask(show, first, [])).toEqual({ kind: 'asked' });
        const second = connection('discord:3', 30, 'waiting');
        const waits = { kind: 'waiting', connection: first };
        expect(await store.ask(show, second, [])).toEqual(waits);
        expect(await store.ask(show, first, [])).toEqual(waits);
        expect(await store.connections(show)).toEqual([first]);
        expect(await store.ask(showId('day-shift'), second, [])).toEqual({ kind: 'asked' });
        await store.putConnection(show, { ...first, state: 'connected' });
        expect(await store.ask(show, second, [])).toEqual({ kind: 'asked' });
        await store.dropConnection(show, second.id);
        expect(await store.ask(show, connection('discord:4', 40, 'waiting'), [])).toEqual({ kind: 'asked' });
      });

      it('can ask no more often in a day than each limit allows, and then are not recorded', async () => {
        const store = makeStore();
        const limits = [
          { of: 'show', most: 9 },
          { of: 'person __proto__', most: 2 },
        ];
        const ask = async (askedAt: number) => {
          const asked = await store.ask(show, connection('discord:2', askedAt, 'waiting'), limits);
          const isThere = await store.dropConnection(show, outletId('discord:2'));
          return [asked, isThere];
        };
        const day = 86_400_000;
        expect(await ask(1)).toEqual([{ kind: 'asked' }, true]);
        expect(await ask(2)).toEqual([{ kind: 'asked' }, true]);
        expect(await ask(day - 1)).toEqual([{ kind: 'too-many', of: 'person __proto__' }, false]);
        expect(await ask(day)).toEqual([{ kind: 'asked' }, true]);
      });

      it('are gone once removed', async () => {
        const store = makeStore();
        await store.putConnection(show, connection('discord:2', 20, 'connected'));
        expect(await store.dropConnection(show, outletId('discord:2'))).toBe(true);
        expect(await store.dropConnection(show, outletId('discord:2'))).toBe(false);
        expect(await store.connections(show)).toEqual([]);
      });
    });
  });
}
