import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  deliveryId,
  nativeAnswerId,
  nativePollId,
  optionId,
  outletId,
  roundNumber,
  seasonId,
  showId,
  voterHash,
} from '../../src/core/ids.ts';
import type { OpenPoll } from '../../src/ports/stores/ballot-store.ts';
import { seasonJobRemover } from '../../src/queues/season-jobs.ts';
import { createRedisBallotStore } from '../../src/redis/ballots/store.ts';
import { createRedisPostedRequests } from '../../src/redis/bot/posted-requests.ts';
import { createRedisDeliveryLedger } from '../../src/redis/ledger/ledger.ts';
import { createRedisSeasonLog } from '../../src/redis/seasons/log.ts';
import { createRedisSeasonStores } from '../../src/redis/seasons/stores.ts';
import { createRedisSeasonVault } from '../../src/redis/seasons/vault.ts';
import { redisKeys } from '../../src/redis/shared/keys.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { storedShapes } from '../support/stored-shapes.ts';
import { ballotStoreContract } from './ballots/ballot-store.contract.ts';
import { roundCountsContract } from './ballots/round-counts.contract.ts';
import { deliveryLedgerContract } from './ledger/delivery-ledger.contract.ts';
import { ledgerRestartsContract } from './ledger/ledger-restarts.contract.ts';
import { postedRequestsContract } from './posted-requests.contract.ts';
import { connectionsContract } from './seasons/connections.contract.ts';
import { feedStoreContract } from './seasons/feed-store.contract.ts';
import { outboxContract } from './seasons/outbox.contract.ts';
import { seasonLogContract } from './seasons/season-log.contract.ts';
import { seasonOutletsContract } from './seasons/season-outlets.contract.ts';
import { seasonVaultContract } from './seasons/season-vault.contract.ts';

describe('stores on one Redis server', () => {
  let server: TestRedis;
  let redis: Redis;
  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url, { protocol: 2 });
  });
  beforeEach(() => server.flush());
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  const seasonStores = () => createRedisSeasonStores(redis, storedShapes);
  seasonLogContract('Redis', seasonStores);
  outboxContract('Redis', seasonStores);
  roundCountsContract('Redis', seasonStores);
  seasonOutletsContract('Redis', () => seasonStores().outlets);
  connectionsContract('Redis', () => seasonStores().connections);
  feedStoreContract('Redis', () => seasonStores().feeds);
  deliveryLedgerContract('Redis', () => createRedisDeliveryLedger(redis));
  ledgerRestartsContract(
    'Redis',
    (by) => createRedisDeliveryLedger(redis, by),
    async (season) =>
      void (await redis.hset(redisKeys('cliffhanger').ledgerKeys(season).life, 'run', 'the life before')),
  );
  postedRequestsContract('Redis', (limits) => createRedisPostedRequests(redis, limits));
  ballotStoreContract('Redis', (options) => createRedisBallotStore(redis, options));
  seasonVaultContract(
    'Redis',
    () => ({
      ...createRedisSeasonStores(redis, storedShapes),
      ledger: createRedisDeliveryLedger(redis),
      ballots: createRedisBallotStore(redis),
      vault: createRedisSeasonVault(redis, seasonJobRemover(redis, ['discord', 'telegram'])),
    }),
    () => server.flush(),
  );

  it('run their scripts on a server that has forgotten them', async () => {
    const store = createRedisSeasonLog(redis, storedShapes);
    const season = seasonId(showId('night-shift'), 1);
    await store.read(season);
    await redis.script('FLUSH');
    expect((await store.read(season)).events).toEqual([]);
  });

  it('keep counting starts of listeners, even if Redis lost its data and a season was restored', async () => {
    const store = createRedisBallotStore(redis);
    await redis.set(redisKeys('cliffhanger').indexKeys.epoch, '41');
    const before = [await store.nextEpoch(), await store.nextEpoch(), await store.nextEpoch()];
    // Three starts within one millisecond run ahead of the clock; real ones take seconds.
    await sleep(10);
    await server.flush();
    const after = [await store.nextEpoch(), await store.nextEpoch()];
    const all = [41, ...before, ...after];
    expect(all).toEqual([...new Set(all)].sort((one, other) => one - other));
  });

  it('reject when Redis is away', async () => {
    const away = new Redis({ port: 1, host: '127.0.0.1', retryStrategy: null, lazyConnect: true });
    away.on('error', () => undefined);
    const season = seasonId(showId('night-shift'), 1);
    await expect(createRedisSeasonLog(away, storedShapes).append(season, 0, [], [])).rejects.toThrow();
    await expect(createRedisDeliveryLedger(away).list(season)).rejects.toThrow();
    await expect(createRedisBallotStore(away).open(season)).rejects.toThrow();
    away.disconnect();
  });

  it('leave no key behind for settled deliveries', async () => {
    const season = seasonId(showId('night-shift'), 1);
    const [outlet, lease] = [outletId('telegram:-100123/12'), 'a'];
    const ledger = createRedisDeliveryLedger(redis);
    const delivery = (kind: 'drop' | 'poll' | 'result', expiresAt: number) =>
      ({ id: deliveryId(kind, 1), outlet, kind, number: 1, dueAt: 1, expiresAt }) as const;
    await ledger.owe(season, [delivery('drop', 5), delivery('poll', 90), delivery('result', 90)], 1);
    const { claimed, expired } = await ledger.claim(season, outlet, lease, 6, 30);
    expect([expired.length, claimed?.id]).toEqual([1, 'poll.1']);
    const message = { id: '1', in: '2' };
    await ledger.settle(season, outlet, deliveryId('poll', 1), lease, { kind: 'sent', message }, 7);
    await ledger.withdraw(season, deliveryId('result', 1), { code: 'c', what: 'w', fix: 'f' }, 8);
    expect((await redis.keys('*')).sort()).toEqual([
      'cliffhanger:{night-shift.1}:deliveries',
      'cliffhanger:{night-shift.1}:delivery-orders',
    ]);
  });

  describe('storing ballots', () => {
    const poll: OpenPoll = {
      season: seasonId(showId('night-shift'), 1),
      round: roundNumber(1),
      outlet: outletId('discord:1'),
      poll: {
        id: nativePollId('discord:1'),
        message: { id: '1', in: '2' },
        answers: { [nativeAnswerId('1')]: optionId('a') },
      },
      namedVotes: true,
      openedAt: 1,
    };
    const { id } = poll.poll;
    /** Buckets go by the first three bytes. */
    const votes = (count: number, spread: number) =>
      Array.from({ length: count }, (_, index) => ({
        voter: voterHash(`${(index * spread).toString(16).padStart(6, '0')}0000000000`),
        answer: nativeAnswerId('1'),
      }));
    const buckets = () => redis.keys('cliffhanger:{night-shift.1}:ballots:1:*');

    it('stay compact when a bucket that had outgrown its limit is split', async () => {
      const store = createRedisBallotStore(redis);
      await store.register(poll);
      await store.count({ poll: id, epoch: 1, number: 1, ballots: votes(700, 2) }, 1);
      const encodings = await Promise.all((await buckets()).map((key) => redis.object('ENCODING', key)));
      expect(encodings.length).toBeGreaterThan(1);
      expect([...new Set(encodings)]).toHaveLength(1);
      expect(encodings[0]).toMatch(/^(listpack|ziplist)$/);
    });

    it('leave no bucket behind of a closed poll, even if the process died in between', async () => {
      const store = createRedisBallotStore(redis);
      await store.register(poll);
      await store.count({ poll: id, epoch: 1, number: 1, ballots: votes(500, 1) }, 1);
      const [one] = await buckets();
      const bytes = await redis.dumpBuffer(one ?? '');
      await store.close(id, { kind: 'lost', why: 'gone', at: 1 });
      expect(await buckets()).toEqual([]);
      expect(await redis.keys('*discard*')).toEqual([]);
      // As after a crash between the close and its cleaning up.
      const meta = 'cliffhanger:{night-shift.1}:ballots:1';
      await redis.restore(`${meta}:0:0`, 0, bytes ?? '');
      await redis.sadd('cliffhanger:{night-shift.1}:ballots-to-discard', meta);
      await store.discardClosed(poll.season);
      expect(await buckets()).toEqual([]);
      expect(await redis.keys('*discard*')).toEqual([]);
      expect(await store.live(id)).toEqual({ a: 500 });
    });

    it('leave no bucket behind of ballots that were replaced', async () => {
      const store = createRedisBallotStore(redis);
      await store.register(poll);
      await store.count({ poll: id, epoch: 1, number: 1, ballots: votes(500, 1) }, 1);
      async function* overtaken() {
        yield votes(300, 1);
        await store.rebuild(
          id,
          (async function* () {
            yield votes(40, 1);
          })(),
        );
        yield votes(300, 1);
      }
      await expect(store.rebuild(id, overtaken())).rejects.toThrow('Another rebuild');
      expect(await buckets()).toHaveLength(1);
      expect(await store.live(id)).toEqual({ a: 40 });
    });
  });

  it('refuse a record that a newer version of the program wrote', async () => {
    const season = seasonId(showId('night-shift'), 1);
    await redis.rpush(`cliffhanger:{${season}}:events`, '{"v":99,"data":{}}');
    await expect(createRedisSeasonLog(redis, storedShapes).read(season)).rejects.toThrow(
      'a newer version of Cliffhanger wrote it',
    );
  });
});
