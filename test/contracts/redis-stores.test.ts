import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seasonId, showId } from '../../src/core/ids.ts';
import { createRedisBallotStore } from '../../src/storage/redis-ballot-store.ts';
import { createRedisDeliveryLedger } from '../../src/storage/redis-delivery-ledger.ts';
import { createRedisSeasonStore } from '../../src/storage/redis-season-store.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { ballotStoreContract } from './ballot-store.contract.ts';
import { deliveryLedgerContract } from './delivery-ledger.contract.ts';
import { seasonStoreContract } from './season-store.contract.ts';

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

  seasonStoreContract('Redis', () => createRedisSeasonStore(redis));
  deliveryLedgerContract('Redis', () => createRedisDeliveryLedger(redis));
  ballotStoreContract('Redis', (options) => createRedisBallotStore(redis, options));

  it('run their scripts on a server that has forgotten them', async () => {
    const store = createRedisSeasonStore(redis);
    const season = seasonId(showId('night-shift'), 1);
    await store.read(season);
    await redis.script('FLUSH');
    expect(await store.read(season)).toEqual({ events: [], version: 0 });
  });

  it('reject when Redis is away', async () => {
    const away = new Redis({ port: 1, host: '127.0.0.1', retryStrategy: null, lazyConnect: true });
    away.on('error', () => undefined);
    const season = seasonId(showId('night-shift'), 1);
    await expect(createRedisSeasonStore(away).append(season, 0, [], [])).rejects.toThrow();
    await expect(createRedisDeliveryLedger(away).list(season)).rejects.toThrow();
    await expect(createRedisBallotStore(away).open(season)).rejects.toThrow();
    away.disconnect();
  });

  it('refuse a record that a newer version of the program wrote', async () => {
    const season = seasonId(showId('night-shift'), 1);
    await redis.rpush(`cliffhanger:{${season}}:events`, '{"v":99,"data":{}}');
    await expect(createRedisSeasonStore(redis).read(season)).rejects.toThrow(
      'a newer version of Cliffhanger wrote it',
    );
  });
});
