import { describe, expect, it } from 'vitest';
import { deliveryId, type OutletId, outletId, seasonId, showId } from '../../../src/core/ids.ts';
import type {
  Delivery,
  DeliveryLedger,
  NewDelivery,
  RestorableLedger,
  Settlement,
} from '../../../src/ports/stores/delivery-ledger.ts';

const season = seasonId(showId('night-shift'), 1);
const forum = outletId('telegram:-100123/12');
const odd = outletId('__proto__|a}{"b');
const drop = deliveryId('drop', 1);
const poll = deliveryId('poll', 1);
const LEASE_FOR = 30;
const EXPIRES = 1_000;

const owedTo = (outlet: OutletId, kind: 'drop' | 'poll' = 'drop', expiresAt = EXPIRES): NewDelivery => ({
  id: deliveryId(kind, 1),
  outlet,
  kind,
  number: 1,
  dueAt: 0,
  expiresAt,
});
const sent = {
  kind: 'sent',
  message: { id: '7', in: '-100123', link: 'https://t.me/c/123/7' },
} as const satisfies Settlement;
const problem = { code: 'not-a-member', what: 'The bot is no member.', fix: 'Add it.' };
const unknown: Settlement = { kind: 'unknown', why: 'no answer' };

/** Claims the first one and lets its message go out at the same instant. */
async function claimAndBegin(
  ledger: DeliveryLedger,
  outlet: OutletId,
  lease: string,
  now: number,
): Promise<void> {
  const { claimed } = await ledger.claim(season, outlet, lease, now, LEASE_FOR);
  if (claimed === undefined) throw new Error('there is nothing to claim');
  expect(await ledger.begin(season, outlet, claimed.id, lease, now, LEASE_FOR)).toBe(true);
}

/** What every delivery ledger does. `makeStore` opens one on the same, empty database each time within a test. */
export function deliveryLedgerContract(name: string, makeStore: () => RestorableLedger): void {
  describe(`delivery ledger: ${name}`, () => {
    describe('owing', () => {
      it('owes each delivery once, and reports which outlets got something', async () => {
        const ledger = makeStore();
        expect(await ledger.owe(season, [owedTo(forum), owedTo(odd), owedTo(forum, 'poll')], 5)).toEqual([
          forum,
          odd,
        ]);
        expect(await ledger.owe(season, [owedTo(forum), owedTo(odd, 'poll')], 6)).toEqual([odd]);
        expect(
          (await ledger.list(season)).map(({ outlet, id, order, owedAt }) => [outlet, id, order, owedAt]),
        ).toEqual([
          [forum, drop, 1, 5],
          [odd, drop, 1, 5],
          [forum, poll, 2, 5],
          [odd, poll, 2, 6],
        ]);
      });

      it('finds one delivery by outlet, among thousands', async () => {
        const ledger = makeStore();
        const many = Array.from({ length: 1_200 }, (_, index) => outletId(`telegram:${index}`));
        const owed = [...many.map((outlet) => owedTo(outlet)), owedTo(forum, 'poll')];
        await ledger.owe(season, owed, 5);
        const found = await ledger.listOf(season, drop, [...many, forum]);
        expect([...found.keys()]).toEqual(many);
        expect(found.get(many[1_199] ?? forum)).toMatchObject({
          id: drop,
          outlet: 'telegram:1199',
          owedAt: 5,
        });
        expect(await ledger.listOf(season, drop, [])).toEqual(new Map());
      });

      it('does not change a delivery that was already sent', async () => {
        const ledger = makeStore();
        await ledger.owe(season, [owedTo(forum)], 1);
        await ledger.claim(season, forum, 'a', 2, LEASE_FOR);
        await ledger.settle(season, forum, drop, 'a', sent, 3);
        expect(await ledger.owe(season, [owedTo(forum)], 4)).toEqual([]);
        expect((await ledger.claim(season, forum, 'b', 5, LEASE_FOR)).claimed).toBeUndefined();
      });

      it('extends the life of a waiting one if it is owed again for longer, and never shortens it', async () => {
        const ledger = makeStore();
        const until = (expiresAt: number) => ledger.owe(season, [{ ...owedTo(forum), expiresAt }], 1);
        await until(10);
        await until(20);
        await until(15);
        expect((await ledger.claim(season, forum, 'a', 18, LEASE_FOR)).claimed).toMatchObject({
          expiresAt: 20,
        });
        await until(30);
        expect(await ledger.find(season, forum, drop)).toMatchObject({ expiresAt: 30 });
      });

      it('returns what was owed, with its alert', async () => {
        const ledger = makeStore();
        const alert = {
          code: 'round-undecided',
          round: 1,
          why: { cause: 'quorum', among: [] },
        } as unknown as NonNullable<NewDelivery['alert']>;
        const id = deliveryId('alert', 4);
        await ledger.owe(
          season,
          [{ id, outlet: odd, kind: 'alert', number: 4, dueAt: 1, expiresAt: 9, alert }],
          1,
        );
        expect(await ledger.find(season, odd, id)).toEqual({
          id,
          outlet: odd,
          kind: 'alert',
          number: 4,
          order: 1,
          owedAt: 1,
          expiresAt: 9,
          alert,
          attempts: 0,
          status: { kind: 'owed', notBefore: 1 },
        });
        expect(await ledger.find(season, forum, id)).toBeUndefined();
      });

      it('puts urgent deliveries before all that wait, behind the one being sent and earlier urgent ones', async () => {
        const ledger = makeStore();
        const alert = (number: number, urgent?: true): NewDelivery => ({
          ...owedTo(forum),
          id: deliveryId('alert', number),
          number,
          kind: 'alert',
          ...(urgent === true && { urgent }),
        });
        await ledger.owe(season, [alert(1), alert(2)], 1);
        await ledger.claim(season, forum, 'a', 1, LEASE_FOR);
        expect(await ledger.owe(season, [alert(3, true), alert(4, true)], 2)).toEqual([forum]);
        await ledger.owe(season, [alert(5)], 3);
        const given: number[] = [];
        await ledger.settle(season, forum, deliveryId('alert', 1), 'a', sent, 4);
        for (let lease = 0; lease < 4; lease += 1) {
          const { claimed } = await ledger.claim(season, forum, `${lease}`, 5, LEASE_FOR);
          if (claimed === undefined) break;
          given.push(claimed.number);
          await ledger.settle(season, forum, claimed.id, `${lease}`, sent, 5);
        }
        expect(given).toEqual([3, 4, 2, 5]);
      });

      it('sends urgent deliveries at once if the first one waits for its backoff', async () => {
        const ledger = makeStore();
        await ledger.owe(season, [owedTo(forum)], 1);
        await ledger.claim(season, forum, 'a', 1, LEASE_FOR);
        const later = { kind: 'owed', notBefore: 500, why: 'too many requests' } as const;
        await ledger.settle(season, forum, drop, 'a', later, 2);
        expect(await ledger.claimable(season, 3)).toEqual([]);
        await ledger.owe(season, [{ ...owedTo(forum, 'poll'), urgent: true }], 3);
        expect(await ledger.claimable(season, 3)).toEqual([forum]);
        expect((await ledger.claim(season, forum, 'b', 3, LEASE_FOR)).claimed?.id).toBe(poll);
      });

      it('owes thousands at once', async () => {
        const ledger = makeStore();
        const many = Array.from({ length: 2_300 }, (_, index) => owedTo(outletId(`outlet ${index}`)));
        expect(await ledger.owe(season, many, 1)).toHaveLength(2_300);
        expect(await ledger.claimable(season, 1)).toHaveLength(2_300);
        expect((await ledger.list(season)).map(({ outlet }) => outlet)).toEqual(
          many.map(({ outlet }) => outlet),
        );
      });
    });

    describe('claiming', () => {
      it('has nothing for an outlet that is owed nothing', async () => {
        expect(await makeStore().claim(season, forum, 'a', 1, LEASE_FOR)).toEqual({ expired: [] });
        expect(await makeStore().claimable(season, 1_000)).toEqual([]);
      });

      it('leases one delivery at a time, in order', async () => {
        const ledger = makeStore();
        await ledger.owe(season, [owedTo(forum), owedTo(forum, 'poll')], 1);
        expect((await ledger.claim(season, forum, 'a', 10, LEASE_FOR)).claimed).toMatchObject({
          id: drop,
          attempts: 1,
          status: { kind: 'sending', lease: 'a', until: 40 },
        });
        expect(await ledger.claim(season, forum, 'b', 11, LEASE_FOR)).toEqual({ again: 40, expired: [] });
        await ledger.settle(season, forum, drop, 'a', sent, 12);
        expect((await ledger.claim(season, forum, 'b', 13, LEASE_FOR)).claimed?.id).toBe(poll);
      });

      it('gives a delivery to exactly one of many', async () => {
        await makeStore().owe(season, [owedTo(forum)], 1);
        const claims = await Promise.all(
          ['a', 'b', 'c', 'd'].map((lease) => makeStore().claim(season, forum, lease, 2, LEASE_FOR)),
        );
        expect(claims.filter(({ claimed }) => claimed !== undefined)).toHaveLength(1);
      });

      it('takes over an expired lease, and says since when the message may be there', async () => {
        const ledger = makeStore();
        await ledger.owe(season, [owedTo(forum)], 1);
        await ledger.claim(season, forum, 'a', 5, LEASE_FOR);
        expect(await ledger.begin(season, forum, drop, 'a', 10, LEASE_FOR)).toBe(true);
        expect((await ledger.find(season, forum, drop))?.firstTriedAt).toBeUndefined();
        expect((await ledger.claim(season, forum, 'b', 39, LEASE_FOR)).again).toBe(40);
        expect((await ledger.claim(season, forum, 'b', 40, LEASE_FOR)).claimed).toMatchObject({
          attempts: 2,
          firstTriedAt: 10,
        });
        expect((await ledger.claim(season, forum, 'c', 70, LEASE_FOR)).claimed).toMatchObject({
          attempts: 3,
          firstTriedAt: 10,
        });
      });

      it('takes over without any doubt if the message never went out, and tells its former holder so', async () => {
        const ledger = makeStore();
        await ledger.owe(season, [owedTo(forum)], 1);
        await ledger.claim(season, forum, 'a', 10, LEASE_FOR);
        const { claimed } = await ledger.claim(season, forum, 'b', 40, LEASE_FOR);
        expect(claimed).toMatchObject({ id: drop, attempts: 2 });
        expect(claimed?.firstTriedAt).toBeUndefined();
        expect(await ledger.begin(season, forum, drop, 'a', 41, LEASE_FOR)).toBe(false);
        expect(await ledger.begin(season, forum, drop, 'b', 42, LEASE_FOR)).toBe(true);
        // Recorded before every request of one attempt: the first one may have reached the platform.
        expect(await ledger.begin(season, forum, drop, 'b', 50, LEASE_FOR)).toBe(true);
        expect(await ledger.claim(season, forum, 'c', 79, LEASE_FOR)).toEqual({ again: 80, expired: [] });
        expect((await ledger.claim(season, forum, 'c', 80, LEASE_FOR)).claimed?.firstTriedAt).toBe(42);
      });

      it('hands out at once what an ended process held; in doubt if its message had gone out', async () => {
        const ledger = makeStore();
        const alive = outletId('discord:1');
        await ledger.owe(season, [owedTo(forum), owedTo(odd), owedTo(alive)], 1);
        await ledger.claim(season, forum, 'dead 1', 10, LEASE_FOR);
        await claimAndBegin(ledger, odd, 'dead 2', 10);
        await ledger.claim(season, alive, 'alive', 10, LEASE_FOR);
        const isGone = async (lease: string) => lease.startsWith('dead');
        expect(await ledger.endLeases(season, isGone, 20)).toBe(2);
        expect(await ledger.endLeases(season, isGone, 20)).toBe(0);
        expect((await ledger.claimable(season, 20)).toSorted()).toEqual([odd, forum].toSorted());
        expect((await ledger.claim(season, forum, 'b', 20, LEASE_FOR)).claimed?.firstTriedAt).toBeUndefined();
        expect((await ledger.claim(season, odd, 'b', 20, LEASE_FOR)).claimed?.firstTriedAt).toBe(10);
        expect(await ledger.claim(season, alive, 'b', 20, LEASE_FOR)).toEqual({ again: 40, expired: [] });
      });

      it('respects a lease that its holder renews, and lets only the holder do so', async () => {
        const ledger = makeStore();
        await ledger.owe(season, [owedTo(forum)], 1);
        await ledger.claim(season, forum, 'a', 10, LEASE_FOR);
        expect(await ledger.renew(season, forum, drop, 'b', 90)).toBe(false);
        expect(await ledger.renew(season, forum, drop, 'a', 90)).toBe(true);
        expect(await ledger.claim(season, forum, 'b', 10 + LEASE_FOR, LEASE_FOR)).toEqual({
          again: 90,
          expired: [],
        });
        expect((await ledger.claim(season, forum, 'b', 90, LEASE_FOR)).claimed).toMatchObject({ id: drop });
        expect(await ledger.renew(season, forum, drop, 'a', 200)).toBe(false);
      });

      it('refuses expired deliveries and continues with the next', async () => {
        const ledger = makeStore();
        await ledger.owe(season, [owedTo(forum, 'drop', 20), owedTo(forum, 'poll', 30)], 1);
        const { claimed, expired } = await ledger.claim(season, forum, 'a', 21, LEASE_FOR);
        expect(claimed?.id).toBe(poll);
        expect(expired).toMatchObject([
          { id: drop, status: { kind: 'refused', at: 21, problem: { code: 'too-late' } } },
        ]);
        expect((await ledger.find(season, forum, drop))?.status.kind).toBe('refused');
      });

      it('still sends at the very instant of expiry', async () => {
        const ledger = makeStore();
        await ledger.owe(season, [owedTo(forum, 'drop', 20)], 1);
        expect((await ledger.claim(season, forum, 'a', 20, LEASE_FOR)).claimed?.id).toBe(drop);
      });

      it('hands out expired deliveries that may be there for one more hour, so that they can be searched for', async () => {
        const ledger = makeStore();
        await ledger.owe(season, [owedTo(forum, 'drop', 20)], 1);
        await claimAndBegin(ledger, forum, 'a', 15);
        expect(await ledger.claim(season, forum, 'b', 44, LEASE_FOR)).toEqual({ again: 45, expired: [] });
        const { claimed } = await ledger.claim(season, forum, 'b', 45, LEASE_FOR);
        expect(claimed).toMatchObject({ id: drop, firstTriedAt: 15, expiresAt: 20 });
        await ledger.settle(season, forum, drop, 'b', { kind: 'owed', notBefore: 60, why: 'away' }, 46);
        expect(await ledger.claim(season, forum, 'c', 50, LEASE_FOR)).toEqual({ again: 60, expired: [] });
      });

      it('calls it unknown if it could not be found out by then', async () => {
        const ledger = makeStore();
        await ledger.owe(season, [owedTo(forum, 'drop', 20)], 1);
        await claimAndBegin(ledger, forum, 'a', 15);
        const { claimed, expired } = await ledger.claim(season, forum, 'b', 3_600_021, LEASE_FOR);
        expect(claimed).toBeUndefined();
        expect(expired).toMatchObject([
          { id: drop, firstTriedAt: 15, status: { kind: 'unknown', at: 3_600_021 } },
        ]);
      });
    });

    describe('settling', () => {
      const claimed = async (ledger: DeliveryLedger) => {
        await ledger.owe(season, [owedTo(forum), owedTo(forum, 'poll')], 1);
        await claimAndBegin(ledger, forum, 'a', 10);
        return ledger;
      };
      const status = async (ledger: DeliveryLedger) => (await ledger.find(season, forum, drop))?.status;

      it('stores where the message is', async () => {
        const ledger = await claimed(makeStore());
        expect(await ledger.settle(season, forum, drop, 'a', sent, 12)).toBe(true);
        expect(await status(ledger)).toEqual({
          kind: 'sent',
          at: 12,
          message: { id: '7', in: '-100123', link: 'https://t.me/c/123/7' },
        });
      });

      it('stores why the platform refused', async () => {
        const ledger = await claimed(makeStore());
        await ledger.settle(season, forum, drop, 'a', { kind: 'refused', problem }, 12);
        expect(await status(ledger)).toEqual({ kind: 'refused', at: 12, problem });
      });

      it('is only for the holder of the lease', async () => {
        const ledger = await claimed(makeStore());
        const unknown = { kind: 'unknown', why: 'no answer' } as const;
        expect(await ledger.settle(season, forum, drop, 'b', unknown, 12)).toBe(false);
        expect(await ledger.settle(season, forum, poll, 'a', sent, 12)).toBe(false);
        await ledger.claim(season, forum, 'b', 40, LEASE_FOR);
        expect(await ledger.settle(season, forum, drop, 'a', unknown, 41)).toBe(false);
        expect((await status(ledger))?.kind).toBe('sending');
      });

      it('accepts from any sender that tried that the message is there', async () => {
        const ledger = await claimed(makeStore());
        await ledger.claim(season, forum, 'b', 40, LEASE_FOR);
        expect(await ledger.settle(season, forum, drop, 'a', sent, 41)).toBe(true);
        expect((await status(ledger))?.kind).toBe('sent');
        const unknown = { kind: 'unknown', why: 'no answer' } as const;
        expect(await ledger.settle(season, forum, drop, 'b', unknown, 42)).toBe(false);
        expect((await ledger.claim(season, forum, 'c', 43, LEASE_FOR)).claimed?.id).toBe(poll);
      });

      it('accepts late news about a message whose sending was called unknown', async () => {
        const ledger = await claimed(makeStore());
        await ledger.claim(season, forum, 'b', 40, LEASE_FOR);
        await ledger.settle(season, forum, drop, 'b', { kind: 'unknown', why: 'no answer' }, 41);
        expect(await ledger.settle(season, forum, drop, 'a', sent, 42)).toBe(true);
        expect((await status(ledger))?.kind).toBe('sent');
      });

      it('answers the same when it is repeated', async () => {
        const ledger = await claimed(makeStore());
        const again = { kind: 'owed', notBefore: 50, why: '429' } as const;
        expect(await ledger.settle(season, forum, drop, 'a', again, 12)).toBe(true);
        expect(await ledger.settle(season, forum, drop, 'a', again, 13)).toBe(true);
        await ledger.claim(season, forum, 'b', 50, LEASE_FOR);
        expect(await ledger.settle(season, forum, drop, 'a', again, 51)).toBe(false);
        expect(await ledger.settle(season, forum, drop, 'b', sent, 52)).toBe(true);
        expect(await ledger.settle(season, forum, drop, 'b', sent, 53)).toBe(true);
      });

      it('searches for what may have been posted when it is owed again', async () => {
        const ledger = await claimed(makeStore());
        const again = { kind: 'owed', notBefore: 50, why: '503', mayBeThere: true } as const;
        await ledger.settle(season, forum, drop, 'a', again, 12);
        const { claimed: taken } = await ledger.claim(season, forum, 'b', 50, LEASE_FOR);
        expect(taken).toMatchObject({ id: drop, firstTriedAt: 10 });
      });

      it('follows a claim whose answer was lost and that was repeated', async () => {
        const ledger = await claimed(makeStore());
        const { claimed: again } = await ledger.claim(season, forum, 'a', 20, LEASE_FOR);
        expect(again).toMatchObject({ id: drop, attempts: 1, status: { lease: 'a', until: 20 + LEASE_FOR } });
        expect(again?.firstTriedAt).toBeUndefined();
      });

      it('is open to a holder whose lease expired, as long as no process has taken it over', async () => {
        const ledger = await claimed(makeStore());
        expect(await ledger.settle(season, forum, drop, 'a', sent, 99)).toBe(true);
      });

      it('keeps what became of a message that was taken back, the first time', async () => {
        const ledger = await claimed(makeStore());
        const deleted = { at: 20, how: 'deleted' } as const;
        expect(await ledger.takeBack(season, forum, drop, deleted)).toBe(false);
        await ledger.settle(season, forum, drop, 'a', sent, 12);
        expect(await ledger.takeBack(season, forum, drop, deleted)).toBe(true);
        expect(await ledger.takeBack(season, forum, drop, { at: 21, how: 'left', why: 'later' })).toBe(true);
        expect(await ledger.takeBack(season, odd, drop, deleted)).toBe(false);
        const { message } = sent;
        expect(await status(ledger)).toEqual({ kind: 'sent', at: 12, message, takenBack: deleted });
        expect(await ledger.settle(season, forum, drop, 'a', sent, 22)).toBe(true);
        expect(await status(ledger)).toMatchObject({ takenBack: deleted });
      });

      it('happens once', async () => {
        const ledger = await claimed(makeStore());
        await ledger.settle(season, forum, drop, 'a', sent, 12);
        expect(await ledger.settle(season, forum, drop, 'a', { kind: 'refused', problem }, 13)).toBe(false);
        expect((await status(ledger))?.kind).toBe('sent');
      });

      it('owes again what was certainly not posted, after a while and ahead of what follows', async () => {
        const ledger = await claimed(makeStore());
        await ledger.settle(season, forum, drop, 'a', { kind: 'owed', notBefore: 50, why: '429' }, 12);
        expect(await status(ledger)).toEqual({ kind: 'owed', notBefore: 50, why: '429' });
        expect(await ledger.claim(season, forum, 'b', 49, LEASE_FOR)).toEqual({ again: 50, expired: [] });
        const again = await ledger.claim(season, forum, 'b', 50, LEASE_FOR);
        expect(again.claimed).toMatchObject({ id: drop, attempts: 2 });
        expect(again.claimed?.firstTriedAt).toBeUndefined();
      });

      it('does not forget an earlier attempt that may have posted', async () => {
        const ledger = await claimed(makeStore());
        await ledger.claim(season, forum, 'b', 40, LEASE_FOR);
        await ledger.settle(season, forum, drop, 'b', { kind: 'owed', notBefore: 50, why: '429' }, 41);
        expect((await ledger.claim(season, forum, 'c', 50, LEASE_FOR)).claimed?.firstTriedAt).toBe(10);
      });

      it('lets an unknown delivery leave the queue, so that what follows is sent', async () => {
        const ledger = await claimed(makeStore());
        await ledger.settle(season, forum, drop, 'a', unknown, 12);
        expect(await ledger.find(season, forum, drop)).toMatchObject({
          firstTriedAt: 10,
          status: { kind: 'unknown', at: 12, why: 'no answer' },
        });
        expect((await ledger.claim(season, forum, 'b', 13, LEASE_FOR)).claimed?.id).toBe(poll);
      });
    });

    describe('resolving', () => {
      const unsettled = async (ledger: DeliveryLedger) => {
        await ledger.owe(season, [owedTo(forum), owedTo(forum, 'poll')], 1);
        await ledger.claim(season, forum, 'a', 10, LEASE_FOR);
        await ledger.settle(season, forum, drop, 'a', unknown, 12);
        return ledger;
      };

      it('settles an unknown delivery, once', async () => {
        const ledger = await unsettled(makeStore());
        expect(await ledger.resolve(season, forum, drop, sent, 20)).toBe(true);
        expect(await ledger.resolve(season, forum, drop, { kind: 'refused', problem }, 21)).toBe(false);
        expect((await ledger.find(season, forum, drop))?.status).toMatchObject({ kind: 'sent', at: 20 });
        expect((await ledger.claim(season, forum, 'b', 22, LEASE_FOR)).claimed?.id).toBe(poll);
      });

      it('does not apply to deliveries that are owed, being sent, settled or unheard of', async () => {
        const ledger = await unsettled(makeStore());
        expect(await ledger.resolve(season, forum, poll, sent, 20)).toBe(false);
        await ledger.claim(season, forum, 'b', 21, LEASE_FOR);
        expect(await ledger.resolve(season, forum, poll, sent, 22)).toBe(false);
        expect(await ledger.resolve(season, odd, poll, sent, 23)).toBe(false);
      });

      it('puts it back at its place in the order, as certainly not there', async () => {
        const ledger = await unsettled(makeStore());
        await ledger.resolve(season, forum, drop, { kind: 'owed', notBefore: 20, why: 'send again' }, 20);
        expect(await ledger.claimable(season, 19)).toEqual([]);
        const { claimed } = await ledger.claim(season, forum, 'b', 20, LEASE_FOR);
        expect(claimed).toMatchObject({ id: drop, attempts: 2 });
        expect(claimed?.firstTriedAt).toBeUndefined();
      });

      it('also puts refused deliveries back, and can do nothing else with them', async () => {
        const ledger = makeStore();
        await ledger.owe(season, [owedTo(forum), owedTo(forum, 'poll')], 1);
        await ledger.claim(season, forum, 'a', 10, LEASE_FOR);
        await ledger.settle(season, forum, drop, 'a', { kind: 'refused', problem }, 12);
        expect(await ledger.resolve(season, forum, drop, sent, 13)).toBe(false);
        const owed = { kind: 'owed', notBefore: 14, why: 'its poll is due' } as const;
        expect(await ledger.resolve(season, forum, drop, owed, 14)).toBe(true);
        expect((await ledger.claim(season, forum, 'b', 15, LEASE_FOR)).claimed?.id).toBe(drop);
        await ledger.settle(season, forum, drop, 'b', sent, 16);
        expect((await ledger.claim(season, forum, 'c', 17, LEASE_FOR)).claimed?.id).toBe(poll);
      });

      it('puts it behind a message that is being sent', async () => {
        const ledger = await unsettled(makeStore());
        await ledger.claim(season, forum, 'b', 20, LEASE_FOR);
        await ledger.resolve(season, forum, drop, { kind: 'owed', notBefore: 21, why: 'send again' }, 21);
        expect(await ledger.claim(season, forum, 'c', 22, LEASE_FOR)).toEqual({ again: 50, expired: [] });
        await ledger.settle(season, forum, poll, 'b', sent, 23);
        expect((await ledger.claim(season, forum, 'c', 24, LEASE_FOR)).claimed?.id).toBe(drop);
      });
    });

    describe('withdrawing', () => {
      it('refuses what is owed in every outlet, and nothing else', async () => {
        const ledger = makeStore();
        const [sending, done, waiting] = [outletId('sending'), outletId('done'), outletId('waiting')];
        await ledger.owe(
          season,
          [sending, done, waiting].map((outlet) => owedTo(outlet)),
          1,
        );
        await ledger.owe(season, [owedTo(waiting, 'poll')], 1);
        await claimAndBegin(ledger, sending, 'a', 2);
        await claimAndBegin(ledger, done, 'a', 2);
        await ledger.settle(season, done, drop, 'a', sent, 3);
        expect(await ledger.withdraw(season, drop, problem, 4)).toBe(1);
        expect(await ledger.withdraw(season, drop, problem, 5)).toBe(0);
        expect((await ledger.list(season)).map(({ status }) => status.kind)).toEqual([
          'sending',
          'sent',
          'refused',
          'owed',
        ]);
        expect((await ledger.find(season, waiting, drop))?.status).toEqual({
          kind: 'refused',
          at: 4,
          problem,
        });
        expect((await ledger.claim(season, waiting, 'b', 5, LEASE_FOR)).claimed?.id).toBe(poll);
        expect(await ledger.settle(season, sending, drop, 'a', sent, 6)).toBe(true);
      });

      it('does not touch what may be there already, so that it is searched for', async () => {
        const ledger = makeStore();
        await ledger.owe(season, [owedTo(forum)], 1);
        await claimAndBegin(ledger, forum, 'a', 2);
        await ledger.claim(season, forum, 'b', 32, LEASE_FOR);
        await ledger.settle(season, forum, drop, 'b', { kind: 'owed', notBefore: 50, why: '429' }, 33);
        expect(await ledger.withdraw(season, drop, problem, 34)).toBe(0);
        expect((await ledger.find(season, forum, drop))?.status.kind).toBe('owed');
      });

      it('takes it from a sender that only waits to send it', async () => {
        const ledger = makeStore();
        await ledger.owe(season, [owedTo(forum)], 1);
        await ledger.claim(season, forum, 'a', 2, LEASE_FOR);
        expect(await ledger.withdraw(season, drop, problem, 3)).toBe(1);
        expect(await ledger.begin(season, forum, drop, 'a', 4, LEASE_FOR)).toBe(false);
        expect((await ledger.find(season, forum, drop))?.status).toEqual({ kind: 'refused', at: 3, problem });
      });

      it('reaches thousands of outlets', async () => {
        const ledger = makeStore();
        const many = Array.from({ length: 1_200 }, (_, index) => owedTo(outletId(`outlet ${index}`)));
        await ledger.owe(season, many, 1);
        expect(await ledger.withdraw(season, drop, problem, 2)).toBe(1_200);
        expect(await ledger.claimable(season, 2_000)).toEqual([]);
      });
    });

    describe('restoring what its store has forgotten', () => {
      /** A delivery as a process remembers it, whatever happened to it in the store. */
      const remembered = (status: Delivery['status'], outlet = forum): Delivery => ({
        id: drop,
        outlet,
        kind: 'drop',
        number: 1,
        order: 1,
        owedAt: 1,
        expiresAt: EXPIRES,
        attempts: 1,
        status,
      });
      const wasSent = remembered({ ...sent, at: 12 });

      it('knows again what was sent, and sends what follows', async () => {
        const ledger = makeStore();
        expect(await ledger.restore(season, wasSent, 50)).toBe(true);
        expect(await ledger.find(season, forum, drop)).toMatchObject({
          owedAt: 1,
          expiresAt: EXPIRES,
          status: { kind: 'sent', message: sent.message },
        });
        // The fan-out, whose work was lost with it, runs once more.
        expect(await ledger.owe(season, [owedTo(forum), owedTo(forum, 'poll')], 51)).toEqual([forum]);
        expect((await ledger.claim(season, forum, 'b', 52, LEASE_FOR)).claimed?.id).toBe(poll);
      });

      it('settles what is still called owed or being sent', async () => {
        for (const claims of [0, 1]) {
          const ledger = makeStore();
          const outlet = outletId(`outlet ${claims}`);
          await ledger.owe(season, [owedTo(outlet), owedTo(outlet, 'poll')], 1);
          if (claims > 0) await ledger.claim(season, outlet, 'a', 10, LEASE_FOR);
          expect(await ledger.restore(season, { ...wasSent, outlet }, 50)).toBe(true);
          expect((await ledger.find(season, outlet, drop))?.status.kind).toBe('sent');
          expect((await ledger.claim(season, outlet, 'b', 51, LEASE_FOR)).claimed?.id).toBe(poll);
        }
      });

      it('returns its lease to a process that is still sending', async () => {
        const ledger = makeStore();
        const sending = remembered({ kind: 'sending', lease: 'a', until: 80 });
        expect(await ledger.restore(season, sending, 50)).toBe(true);
        expect(await ledger.claimable(season, 79)).toEqual([]);
        expect(await ledger.claim(season, forum, 'b', 60, LEASE_FOR)).toEqual({ again: 80, expired: [] });
        expect(await ledger.renew(season, forum, drop, 'a', 90)).toBe(true);
        expect(await ledger.settle(season, forum, drop, 'a', sent, 61)).toBe(true);
        expect(await ledger.claimable(season, EXPIRES)).toEqual([]);
      });

      it('says that it may be there after the sender’s lease has expired', async () => {
        const ledger = makeStore();
        await ledger.restore(season, remembered({ kind: 'sending', lease: 'a', until: 80 }), 50);
        const { claimed } = await ledger.claim(season, forum, 'b', 80, LEASE_FOR);
        expect(claimed).toMatchObject({ id: drop, firstTriedAt: 50 });
        const earlier = remembered({ kind: 'sending', lease: 'c', until: 80 }, odd);
        await ledger.restore(season, { ...earlier, firstTriedAt: 20 }, 50);
        expect((await ledger.claim(season, odd, 'b', 80, LEASE_FOR)).claimed?.firstTriedAt).toBe(20);
      });

      it('asks again about what nobody could find out, and lets what follows go', async () => {
        const ledger = makeStore();
        await ledger.owe(season, [owedTo(forum), owedTo(forum, 'poll')], 1);
        const unanswered = remembered({ kind: 'unknown', at: 12, why: 'no answer' });
        expect(await ledger.restore(season, unanswered, 50)).toBe(true);
        expect(await ledger.restore(season, unanswered, 51)).toBe(false);
        // It is in no queue any more: its sender may still say that it was sent.
        const sending = remembered({ kind: 'sending', lease: 'a', until: 80 });
        expect(await ledger.restore(season, sending, 51)).toBe(false);
        expect(await ledger.find(season, forum, drop)).toMatchObject({
          firstTriedAt: 50,
          status: { kind: 'unknown', why: 'no answer' },
        });
        expect((await ledger.claim(season, forum, 'b', 52, LEASE_FOR)).claimed?.id).toBe(poll);
        expect(await ledger.restore(season, wasSent, 53)).toBe(true);
        expect((await ledger.find(season, forum, drop))?.status.kind).toBe('sent');
      });

      it('keeps why a platform refused', async () => {
        const ledger = makeStore();
        await ledger.restore(season, remembered({ kind: 'refused', at: 12, problem }), 50);
        expect((await ledger.find(season, forum, drop))?.status).toEqual({
          kind: 'refused',
          at: 50,
          problem,
        });
        expect(await ledger.claimable(season, EXPIRES)).toEqual([]);
      });

      it('does not touch settled deliveries, nor those that are owed', async () => {
        const ledger = makeStore();
        await ledger.restore(season, wasSent, 50);
        for (const status of [
          { kind: 'sending', lease: 'a', until: 80 },
          { kind: 'unknown', at: 12, why: 'no answer' },
          { kind: 'refused', at: 12, problem },
        ] as const) {
          expect(await ledger.restore(season, remembered(status), 51)).toBe(false);
        }
        expect((await ledger.find(season, forum, drop))?.status).toMatchObject({ kind: 'sent', at: 50 });
        expect(await ledger.restore(season, remembered({ kind: 'owed', notBefore: 1 }, odd), 52)).toBe(false);
        expect(await ledger.find(season, odd, drop)).toBeUndefined();
      });
    });

    describe('claimable outlets', () => {
      it('follows leases, backoffs and settlements', async () => {
        const ledger = makeStore();
        await ledger.owe(season, [owedTo(forum), owedTo(forum, 'poll')], 5);
        expect(await ledger.claimable(season, 4)).toEqual([]);
        expect(await ledger.claimable(season, 5)).toEqual([forum]);
        await ledger.claim(season, forum, 'a', 10, LEASE_FOR);
        expect(await ledger.claimable(season, 39)).toEqual([]);
        expect(await ledger.claimable(season, 40)).toEqual([forum]);
        await ledger.settle(season, forum, drop, 'a', { kind: 'owed', notBefore: 60, why: '429' }, 12);
        expect(await ledger.claimable(season, 59)).toEqual([]);
        expect(await ledger.claimable(season, 60)).toEqual([forum]);
        await ledger.claim(season, forum, 'a', 60, LEASE_FOR);
        await ledger.settle(season, forum, drop, 'a', sent, 61);
        expect(await ledger.claimable(season, 61)).toEqual([forum]);
        await ledger.claim(season, forum, 'a', 61, LEASE_FOR);
        await ledger.settle(season, forum, poll, 'a', sent, 62);
        expect(await ledger.claimable(season, 10_000)).toEqual([]);
      });

      it('include a delivery that expires before its backoff ends', async () => {
        const ledger = makeStore();
        await ledger.owe(season, [owedTo(forum, 'drop', 20)], 1);
        await ledger.claim(season, forum, 'a', 2, LEASE_FOR);
        await ledger.settle(season, forum, drop, 'a', { kind: 'owed', notBefore: 500, why: '429' }, 3);
        expect(await ledger.claimable(season, 20)).toEqual([]);
        expect(await ledger.claimable(season, 21)).toEqual([forum]);
        expect((await ledger.claim(season, forum, 'a', 21, LEASE_FOR)).expired).toHaveLength(1);
      });
    });
  });
}
