import { describe, expect, it } from 'vitest';
import {
  deliveryId,
  type OutletId,
  outletId,
  type SeasonId,
  seasonId,
  showId,
} from '../../../src/core/ids.ts';
import type { NewDelivery, RestorableLedger, Settlement } from '../../../src/ports/stores/delivery-ledger.ts';
import type { RedisSender } from '../../../src/redis/ledger/ledger.ts';

const season = seasonId(showId('night-shift'), 1);
const forum = outletId('telegram:-100123/12');
const club = outletId('discord:1');
const drop = deliveryId('drop', 1);
const LEASE_FOR = 30;
const DISK = 2_000;
const why = 'Nobody remembers.';
const sent: Settlement = { kind: 'sent', message: { id: '7', in: '-100123' } };
const problem = { code: 'too-late', what: 'Too late.', fix: 'Nothing.' };

const owed = (kind: NewDelivery['kind'], outlet: OutletId, dueAt = 1): NewDelivery => ({
  id: deliveryId(kind, 1),
  outlet,
  kind,
  number: 1,
  dueAt,
  expiresAt: 1_000_000,
});

/**
 * What a ledger does whose store may come back without its last writes.
 * @param makeStore opens one on the same, empty database each time within a test.
 * @param restart has the season find itself in another life of the store.
 */
export function ledgerRestartsContract(
  name: string,
  makeStore: (by: RedisSender) => RestorableLedger,
  restart: (season: SeasonId) => Promise<void>,
): void {
  const sender = (name: string, onDiskAfter = DISK) => makeStore({ sender: name, onDiskAfter });

  describe(`a ledger whose store may forget: ${name}`, () => {
    it('hands out nothing before the delivery and its sender are on disk', async () => {
      const ledger = sender('one');
      await ledger.owe(season, [owed('drop', forum)], 10);
      expect(await ledger.claimable(season, 2_009)).toEqual([]);
      expect(await ledger.claim(season, forum, 'a', 1_000, LEASE_FOR)).toEqual({ again: 3_000, expired: [] });
      expect(await ledger.claim(season, forum, 'a', 2_999, LEASE_FOR)).toEqual({ again: 3_000, expired: [] });
      expect((await ledger.claim(season, forum, 'a', 3_000, LEASE_FOR)).claimed?.id).toBe(drop);
    });

    it('lets a sender continue as long as one of its announcements on disk covers it', async () => {
      const ledger = sender('one');
      await ledger.owe(season, [owed('drop', forum), owed('poll', forum), owed('result', forum)], 0);
      await ledger.claim(season, forum, 'a', 0, LEASE_FOR);
      const send = async (lease: string, at: number) => {
        const claim = await ledger.claim(season, forum, lease, at, LEASE_FOR);
        if (claim.claimed !== undefined)
          await ledger.settle(season, forum, claim.claimed.id, lease, sent, at);
        return claim.claimed?.id ?? claim.again;
      };
      expect(await send('a', 5_000)).toBe('drop.1');
      expect(await send('b', 9_000)).toBe('poll.1');
      // The old announcement ends before another one would be on disk.
      expect(await send('c', 13_500)).toBe(15_500);
      expect(await send('d', 15_500)).toBe('result.1');
    });

    it('lets no sender wait if writes are on disk before they are answered', async () => {
      const ledger = sender('one', 0);
      await ledger.owe(season, [owed('drop', forum)], 10);
      expect((await ledger.claim(season, forum, 'a', 10, LEASE_FOR)).claimed?.id).toBe(drop);
    });

    it('owes again what a showrunner has sent again only when that is on disk', async () => {
      const ledger = sender('one');
      await ledger.owe(season, [owed('drop', forum)], 0);
      await ledger.claim(season, forum, 'a', 0, LEASE_FOR);
      await ledger.claim(season, forum, 'a', 2_000, LEASE_FOR);
      await ledger.settle(season, forum, drop, 'a', { kind: 'unknown', why: 'no answer' }, 2_001);
      await ledger.resolve(season, forum, drop, { kind: 'owed', notBefore: 3_000, why: 'again' }, 3_000);
      expect(await ledger.claim(season, forum, 'b', 4_000, LEASE_FOR)).toEqual({ again: 5_000, expired: [] });
    });

    describe('in another life of its store', () => {
      /** Two outlets are owed a drop; one sender may have sent, from 2,000 to 8,000. */
      const begun = async () => {
        const ledger = sender('one');
        await ledger.owe(season, [owed('drop', forum), owed('drop', club)], 0);
        await ledger.claim(season, forum, 'a', 0, LEASE_FOR);
        expect(await ledger.restart(season, 0)).toBeUndefined();
        await restart(season);
        return ledger;
      };

      it('hands out nothing and gives up nothing until the restart was dealt with', async () => {
        const ledger = await begun();
        expect(await ledger.claim(season, forum, 'b', 9_000, LEASE_FOR)).toEqual({
          restarted: true,
          expired: [],
        });
        expect(await ledger.claim(season, club, 'b', 2_000_000, LEASE_FOR)).toMatchObject({
          restarted: true,
        });
        expect(await ledger.withdraw(season, drop, problem, 9_000)).toBe(0);
        expect((await ledger.list(season)).map(({ status }) => status.kind)).toEqual(['owed', 'owed']);
      });

      it('reports who may have sent, and since when somebody asks', async () => {
        await begun();
        const seen = await sender('two').restart(season, 9_000);
        expect(seen).toMatchObject({ seenAt: 9_000, senders: [{ announcedAt: 0, ends: 8_000 }] });
        expect(seen?.to).toMatch(/^[0-9a-f]{40}$/);
        expect(await sender('three').restart(season, 11_000)).toMatchObject({ seenAt: 9_000 });
      });

      it('removes a sender that restored what it remembers in this very life', async () => {
        const ledger = await begun();
        const seen = await ledger.restart(season, 9_000);
        await ledger.leave(season, 'yet another life');
        // A sender that stops now has left nothing behind in the new life, but perhaps in the old one.
        await ledger.leave(season);
        expect((await ledger.restart(season, 9_000))?.senders).toHaveLength(1);
        await ledger.leave(season, seen?.to);
        expect((await ledger.restart(season, 9_000))?.senders).toEqual([]);
      });

      it('continues if nothing is in doubt', async () => {
        const ledger = await begun();
        const seen = await ledger.restart(season, 9_000);
        if (seen === undefined) throw new Error('the restart was not seen');
        expect(await ledger.resume(season, seen, undefined)).toBe(0);
        expect(await ledger.restart(season, 9_000)).toBeUndefined();
        // A sender announces itself again.
        const other = sender('two');
        expect((await other.claim(season, forum, 'b', 9_000, LEASE_FOR)).again).toBe(11_000);
        expect((await other.claim(season, forum, 'b', 11_000, LEASE_FOR)).claimed).toMatchObject({
          id: drop,
        });
        expect((await ledger.find(season, forum, drop))?.firstTriedAt).toBeUndefined();
        // Those of the previous life are not asked about again in the next one.
        await restart(season);
        expect((await ledger.restart(season, 12_000))?.senders).toMatchObject([{ announcedAt: 9_000 }]);
      });

      it('searches for what was owed in the uncertain window, and sends what was put off until after it', async () => {
        const ledger = await begun();
        await ledger.owe(season, [owed('drop', outletId('discord:2'))], 7_000);
        const seen = await ledger.restart(season, 9_000);
        if (seen === undefined) throw new Error('the restart was not seen');
        expect(await ledger.resume(season, seen, { since: 3_000, until: 8_000, why })).toBe(2);
        const told = (await ledger.list(season)).map(({ outlet, firstTriedAt, doubt }) => [
          outlet,
          firstTriedAt,
          doubt,
        ]);
        expect(told).toEqual([
          [forum, 3_000, why],
          [club, 3_000, why],
          ['discord:2', undefined, undefined],
        ]);
        expect(await ledger.withdraw(season, drop, problem, 9_000)).toBe(1);
      });

      it('leaves what is being sent under a lease until the lease ends', async () => {
        const ledger = sender('one');
        await ledger.owe(season, [owed('drop', forum)], 0);
        await ledger.claim(season, forum, 'a', 0, LEASE_FOR);
        await ledger.claim(season, forum, 'a', 2_000, LEASE_FOR);
        await restart(season);
        const seen = await ledger.restart(season, 2_010);
        if (seen === undefined) throw new Error('the restart was not seen');
        expect(await ledger.resume(season, seen, { since: 1, until: 8_000, why })).toBe(0);
        expect(await ledger.settle(season, forum, drop, 'a', sent, 2_020)).toBe(true);
      });

      it('keeps the uncertain window for what is owed later and was due in it', async () => {
        const ledger = await begun();
        const seen = await ledger.restart(season, 9_000);
        if (seen === undefined) throw new Error('the restart was not seen');
        await ledger.resume(season, seen, { since: 3_000, until: 8_000, why });
        await ledger.owe(
          season,
          [owed('poll', forum, 5_000), owed('reminder', forum, 8_000), owed('result', forum, 8_001)],
          9_500,
        );
        const told = (await ledger.list(season)).map(({ id, firstTriedAt }) => [id, firstTriedAt]);
        expect(told.slice(2)).toEqual([
          ['poll.1', 5_000],
          ['reminder.1', 8_000],
          ['result.1', undefined],
        ]);
      });

      it('widens one uncertain window by the next', async () => {
        const ledger = await begun();
        for (const doubt of [
          { since: 3_000, until: 8_000, why },
          { since: 20_000, until: 21_000, why },
        ]) {
          const seen = await ledger.restart(season, 9_000);
          if (seen === undefined) throw new Error('the restart was not seen');
          await ledger.resume(season, seen, doubt);
          await restart(season);
        }
        await ledger.owe(season, [owed('poll', forum, 5_000), owed('result', forum, 20_500)], 22_000);
        expect((await ledger.find(season, forum, deliveryId('poll', 1)))?.firstTriedAt).toBe(5_000);
        expect((await ledger.find(season, forum, deliveryId('result', 1)))?.firstTriedAt).toBe(20_500);
      });

      it('is handled once, and not for a life that is over again', async () => {
        const ledger = await begun();
        const seen = await ledger.restart(season, 9_000);
        if (seen === undefined) throw new Error('the restart was not seen');
        // A server tells its age in whole seconds, and another one may just begin.
        const same = { ...seen, startedAt: expect.any(Number) };
        await ledger.resume(season, { ...seen, to: 'a life that is over' }, undefined);
        expect(await ledger.restart(season, 9_000)).toEqual(same);
        await ledger.resume(season, { ...seen, from: 'a life before' }, undefined);
        expect(await ledger.restart(season, 9_000)).toEqual(same);
      });

      it('is certain about what a showrunner has sent again after it', async () => {
        const ledger = await begun();
        const seen = await ledger.restart(season, 9_000);
        if (seen === undefined) throw new Error('the restart was not seen');
        await ledger.resume(season, seen, { since: 3_000, until: 8_000, why });
        await ledger.claim(season, forum, 'b', 9_000, LEASE_FOR);
        expect((await ledger.claim(season, forum, 'b', 11_000, LEASE_FOR)).claimed).toMatchObject({
          firstTriedAt: 3_000,
          doubt: why,
        });
        await ledger.settle(season, forum, drop, 'b', { kind: 'unknown', why }, 11_001);
        await ledger.resolve(season, forum, drop, { kind: 'owed', notBefore: 12_000, why: 'again' }, 12_000);
        const { claimed } = await ledger.claim(season, forum, 'c', 14_000, LEASE_FOR);
        expect(claimed).toMatchObject({ id: drop });
        expect(claimed?.firstTriedAt).toBeUndefined();
        expect(claimed?.doubt).toBeUndefined();
      });
    });

    it('forgets a sender that died long ago when another one sends', async () => {
      const ledger = sender('one');
      await ledger.owe(season, [owed('drop', forum)], 0);
      await ledger.claim(season, forum, 'a', 0, LEASE_FOR);
      await sender('two').claim(season, forum, 'b', 100_000, LEASE_FOR);
      await restart(season);
      expect((await ledger.restart(season, 100_000))?.senders).toEqual([
        { announcedAt: 100_000, begins: 102_000, ends: 108_000 },
      ]);
    });
  });
}
