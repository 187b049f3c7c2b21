import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeRedis, connectRedis, type RedisClient } from '../../../src/redis/connection/connection.ts';
import { createRedisLeases } from '../../../src/redis/shared/lease.ts';
import { logLines } from '../../support/log-lines.ts';
import { startCluster, startRedis, type TestCluster, type TestRedis } from '../../support/redis.ts';
import { leaseContract } from './lease.contract.ts';

const { log } = logLines();
const TTL_MS = 300;
const silent = { onWait: () => undefined, onLost: () => undefined };

describe('leases in one Redis', () => {
  let redis: TestRedis;
  let client: RedisClient;
  beforeAll(async () => {
    redis = await startRedis();
    client = connectRedis(redis.url, 'store', { log });
  });
  beforeEach(() => redis.flush());
  afterAll(async () => {
    await closeRedis(client);
    await redis.stop();
  });
  const create = () => createRedisLeases(client, { ttlMs: TTL_MS, log });

  leaseContract('Redis keys', create);

  it('is renewed for as long as it is held', async () => {
    let lost = 0;
    const lease = await create().acquire('telegram', {
      ...silent,
      onLost: () => {
        lost += 1;
      },
    });
    await new Promise((resolve) => setTimeout(resolve, TTL_MS * 3));
    expect(await client.exists('cliffhanger:lease:{telegram}')).toBe(1);
    expect(lost).toBe(0);
    await lease.release();
    expect(await client.exists('cliffhanger:lease:{telegram}')).toBe(0);
  });

  it('passes to the next one when its holder is gone', async () => {
    await client.set('cliffhanger:lease:{telegram}', 'a holder that was killed', 'PX', TTL_MS);
    const lease = await create().acquire('telegram', silent);
    expect(await client.get('cliffhanger:lease:{telegram}')).not.toBe('a holder that was killed');
    await lease.release();
  });

  it('is taken over at once from a holder that has ended, and only then', async () => {
    const processes = { newLease: () => 'the living', isGone: async (lease: string) => lease === 'the dead' };
    const long = { ttlMs: 60_000, log, processes };
    await client.set('cliffhanger:lease:{telegram}', 'the dead', 'PX', 60_000);
    let waits = 0;
    const onWait = () => {
      waits += 1;
    };
    const lease = await createRedisLeases(client, long).acquire('telegram', { ...silent, onWait });
    expect(await client.get('cliffhanger:lease:{telegram}')).toBe('the living');
    expect(waits).toBe(0);
    await lease.release();

    await client.set('cliffhanger:lease:{telegram}', 'somebody alive', 'PX', 60_000);
    const giveUp = new AbortController();
    const waiting = createRedisLeases(client, long).acquire('telegram', {
      ...silent,
      onWait: () => giveUp.abort(new Error('it waits')),
      signal: giveUp.signal,
    });
    await expect(waiting).rejects.toThrow('it waits');
    expect(await client.get('cliffhanger:lease:{telegram}')).toBe('somebody alive');
  });

  it('is lost to its holder when another process has it, sooner than by silence, and not taken back', async () => {
    const slow = { ttlMs: TTL_MS * 3, log };
    const silenced = connectRedis(redis.url, 'store', { log });
    const lost: string[] = [];
    await createRedisLeases(silenced, slow).acquire('discord', {
      ...silent,
      onLost: () => lost.push('by silence'),
    });
    silenced.disconnect();
    await new Promise<void>((resolve) => {
      const onLost = () => {
        lost.push('to somebody else');
        resolve();
      };
      void createRedisLeases(client, slow)
        .acquire('telegram', { ...silent, onLost })
        .then(() => client.set('cliffhanger:lease:{telegram}', 'somebody else'));
    });
    expect(lost).toEqual(['to somebody else']);
    expect(await client.get('cliffhanger:lease:{telegram}')).toBe('somebody else');
  });

  it('survives a Redis that has lost its last second', async () => {
    let lost = 0;
    const lease = await create().acquire('telegram', {
      ...silent,
      onLost: () => {
        lost += 1;
      },
    });
    await client.del('cliffhanger:lease:{telegram}');
    while ((await client.exists('cliffhanger:lease:{telegram}')) === 0)
      await new Promise((go) => setTimeout(go, 10));
    expect(lost).toBe(0);
    await lease.release();
  });

  it('is lost, once, when Redis is away for its whole time', async () => {
    const doomed = await startRedis();
    const own = connectRedis(doomed.url, 'store', { log });
    let lost = 0;
    const told = new Promise<void>((resolve) => {
      const onLost = () => {
        lost += 1;
        resolve();
      };
      void createRedisLeases(own, { ttlMs: TTL_MS, log })
        .acquire('telegram', { ...silent, onLost })
        .then(() => doomed.stop());
    });
    await told;
    await new Promise((resolve) => setTimeout(resolve, TTL_MS));
    expect(lost).toBe(1);
    await closeRedis(own);
  });
});

describe('leases in a Cluster', () => {
  let cluster: TestCluster;
  let client: RedisClient;
  beforeAll(async () => {
    cluster = await startCluster();
    client = connectRedis(cluster.url, 'store', { log });
  });
  beforeEach(() => cluster.flush());
  afterAll(async () => {
    await closeRedis(client);
    await cluster.stop();
  });

  leaseContract('Redis keys', () => createRedisLeases(client, { ttlMs: TTL_MS, log }));
});
