import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StoreLoss } from '../../src/app/after-restart.ts';
import { type RememberedSends, rememberSends } from '../../src/app/deliveries/remember-sends.ts';
import { deliveryId, type OutletId, outletId, seasonId, showId } from '../../src/core/ids.ts';
import { silentLog } from '../../src/log.ts';
import type { DeliveryLedger, NewDelivery } from '../../src/ports/stores/delivery-ledger.ts';
import { createRedisBallotStore } from '../../src/redis/ballots/store.ts';
import { createRedisDeliveryLedger } from '../../src/redis/ledger/ledger.ts';
import { redisKeys } from '../../src/redis/shared/keys.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

const season = seasonId(showId('night-shift'), 1);
const [forum, club] = [outletId('telegram:-100123/12'), outletId('discord:1')];
const drop = deliveryId('drop', 1);
const LEASE_FOR = 15_000;
/** When the store came back: long after it was lost, by the shared clock. */
const BACK = 10_000_000;

const owed = (outlet: OutletId): NewDelivery => ({
  id: drop,
  outlet,
  kind: 'drop',
  number: 1,
  dueAt: 0,
  expiresAt: 90_000_000,
});

describe('surviving processes when Redis comes back without its last seconds', () => {
  let server: TestRedis;
  let redis: Redis;
  let now = 0;
  let lives = 0;
  const processes: RememberedSends[] = [];
  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url, { protocol: 2 });
  });
  beforeEach(async () => {
    await server.flush();
    now = 0;
  });
  afterEach(async () => {
    for (const one of processes.splice(0)) await one.stop();
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  const process = async (sender: string, loss: StoreLoss = 'seconds') => {
    const sends = await rememberSends({
      ledger: createRedisDeliveryLedger(redis, { sender, onDiskAfter: 2_000 }),
      ballots: createRedisBallotStore(redis),
      jobs: { ballots: async () => undefined },
      clock: { now: async () => now },
      log: silentLog,
      loss,
      runIds: async () => String(lives),
    });
    processes.push(sends);
    return sends;
  };
  /** Both outlets are owed a drop, and each process has announced itself for one of them. */
  const begin = async (one: DeliveryLedger, other: DeliveryLedger) => {
    await one.owe(season, [owed(forum), owed(club)], 0);
    await one.claim(season, forum, 'a', 0, LEASE_FOR);
    await other.claim(season, club, 'b', 0, LEASE_FOR);
    now = 2_000;
  };
  const send = async (ledger: DeliveryLedger, outlet: OutletId, lease: string) => {
    expect((await ledger.claim(season, outlet, lease, now, LEASE_FOR)).claimed?.id).toBe(drop);
    expect(await ledger.begin(season, outlet, drop, lease, now, LEASE_FOR)).toBe(true);
    const message = { id: lease, in: outlet };
    await ledger.settle(season, outlet, drop, lease, { kind: 'sent', message }, now);
  };
  const onDisk = async () => {
    const keys = await redis.keys('*');
    return Promise.all(keys.map(async (key) => [key, (await redis.dumpBuffer(key)) ?? ''] as const));
  };
  /** A new life begins with what was on disk. */
  const comeBack = async (disk: Awaited<ReturnType<typeof onDisk>>) => {
    await server.flush();
    for (const [key, value] of disk) await redis.restore(key, 0, value);
    await redis.hset(redisKeys('cliffhanger').ledgerKeys(season).life, 'run', 'the life before');
    lives += 1;
    now = BACK;
  };
  const statuses = async (ledger: DeliveryLedger) =>
    (await ledger.list(season)).map(({ status, firstTriedAt }) => [status.kind, firstTriedAt]);

  it('rewrite what they sent, and continue at once if all of them do', async () => {
    const [one, other] = [await process('one'), await process('other')];
    await begin(one.ledger, other.ledger);
    const disk = await onDisk();
    await send(one.ledger, forum, 'a');
    await send(other.ledger, club, 'b');
    await comeBack(disk);
    expect(await statuses(one.ledger)).toEqual([
      ['owed', undefined],
      ['owed', undefined],
    ]);
    await one.connectionBack();
    expect(await one.ledger.claim(season, club, 'c', now, LEASE_FOR)).toEqual({
      again: BACK + 5_000,
      expired: [],
    });
    await other.connectionBack();
    expect(await statuses(one.ledger)).toEqual([
      ['sent', undefined],
      ['sent', undefined],
    ]);
    await one.ledger.owe(season, [{ ...owed(club), id: deliveryId('poll', 1), kind: 'poll' }], now);
    // Only its own announcement has to reach the disk.
    expect((await one.ledger.claim(season, club, 'd', now, LEASE_FOR)).again).toBe(BACK + 2_000);
  });

  it('rewrite it even if no connection broke, as when a replica takes over', async () => {
    const one = await process('one');
    await begin(one.ledger, one.ledger);
    const disk = await onDisk();
    await send(one.ledger, forum, 'a');
    await comeBack(disk);
    await one.ledger.claim(season, club, 'b', now, LEASE_FOR);
    expect(await statuses(one.ledger)).toEqual([
      ['sent', undefined],
      ['owed', undefined],
    ]);
  });

  it('finish a send that was running', async () => {
    const one = await process('one');
    await begin(one.ledger, one.ledger);
    const disk = await onDisk();
    await one.ledger.claim(season, forum, 'a', now, LEASE_FOR);
    await one.ledger.begin(season, forum, drop, 'a', now, LEASE_FOR);
    await comeBack(disk);
    const refused = {
      kind: 'refused',
      problem: { code: 'kicked', what: 'Kicked.', fix: 'Add it.' },
    } as const;
    expect(await one.ledger.settle(season, forum, drop, 'a', refused, now)).toBe(true);
    expect(await statuses(one.ledger)).toEqual([
      ['refused', undefined],
      ['owed', undefined],
    ]);
  });

  it('send nothing under a claim that the store has forgotten', async () => {
    const one = await process('one');
    await begin(one.ledger, one.ledger);
    const disk = await onDisk();
    await one.ledger.claim(season, forum, 'a', now, LEASE_FOR);
    await comeBack(disk);
    expect(await one.ledger.begin(season, forum, drop, 'a', now, LEASE_FOR)).toBe(false);
    const again = { kind: 'owed', notBefore: now, why: 'not ours' } as const;
    expect(await one.ledger.settle(season, forum, drop, 'a', again, now)).toBe(false);
    expect(await statuses(one.ledger)).toEqual([
      ['owed', undefined],
      ['owed', undefined],
    ]);
  });

  it('treat what a process that died with Redis may have sent as uncertain', async () => {
    const [one, dead] = [await process('one'), await process('dead')];
    await begin(one.ledger, dead.ledger);
    const disk = await onDisk();
    await send(one.ledger, forum, 'a');
    await send(dead.ledger, club, 'b');
    await comeBack(disk);
    await one.connectionBack();
    expect(await one.ledger.claim(season, club, 'c', now, LEASE_FOR)).toMatchObject({ again: BACK + 5_000 });
    now = BACK + 5_000;
    await one.ledger.claim(season, club, 'd', now, LEASE_FOR);
    expect(await statuses(one.ledger)).toEqual([
      ['sent', undefined],
      ['owed', 2_000],
    ]);
    // It was alive, and comes too late to avoid the question, but not to answer it.
    await dead.connectionBack();
    expect(await statuses(one.ledger)).toEqual([
      ['sent', undefined],
      ['sent', 2_000],
    ]);
  });

  it('find the message of an unanswered attempt although it is still uncertain', async () => {
    const one = await process('one');
    await begin(one.ledger, one.ledger);
    const disk = await onDisk();
    await one.ledger.claim(season, forum, 'a', now, LEASE_FOR);
    await one.ledger.begin(season, forum, drop, 'a', now, LEASE_FOR);
    const again = { kind: 'owed', notBefore: 30_000, why: 'no answer', mayBeThere: true } as const;
    await one.ledger.settle(season, forum, drop, 'a', again, now);
    await comeBack(disk);
    await one.connectionBack();
    await one.ledger.claim(season, forum, 'b', now, LEASE_FOR);
    const { claimed } = await one.ledger.claim(season, forum, 'b', now + 2_000, LEASE_FOR);
    // When it was tried, however long the store was away since: the search starts there.
    expect(claimed?.firstTriedAt).toBe(2_000);
  });

  it('say so when they stop, so that nothing of theirs is asked about', async () => {
    const [one, other] = [await process('one'), await process('other')];
    await begin(one.ledger, other.ledger);
    await send(one.ledger, forum, 'a');
    await one.stop();
    await other.stop();
    await comeBack(await onDisk());
    const next = await process('next');
    expect((await next.ledger.claim(season, club, 'c', now, LEASE_FOR)).again).toBe(BACK);
    expect((await next.ledger.claim(season, club, 'c', now, LEASE_FOR)).again).toBe(BACK + 2_000);
    expect(await statuses(next.ledger)).toEqual([
      ['sent', undefined],
      ['owed', undefined],
    ]);
  });

  it('cannot account for what was lost beyond their memory', async () => {
    const one = await process('one', 'anything');
    await begin(one.ledger, one.ledger);
    const disk = await onDisk();
    await send(one.ledger, forum, 'a');
    await comeBack(disk);
    await one.connectionBack();
    now = BACK + 5_000;
    await one.ledger.claim(season, club, 'c', now, LEASE_FOR);
    expect(await statuses(one.ledger)).toEqual([
      ['sent', undefined],
      ['owed', 2_000],
    ]);
    await one.ledger.owe(
      season,
      [{ ...owed(club), id: deliveryId('poll', 1), kind: 'poll', dueAt: BACK }],
      now,
    );
    expect((await one.ledger.find(season, club, deliveryId('poll', 1)))?.firstTriedAt).toBe(BACK);
  });
});
