import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeRedis, connectRedis, type RedisClient } from '../../../src/redis/connection/connection.ts';
import { createRedisClock } from '../../../src/redis/shared/clock.ts';
import { logLines } from '../../support/log-lines.ts';
import { startCluster, startRedis, type TestCluster, type TestRedis } from '../../support/redis.ts';
import { clockContract } from './clock.contract.ts';

const { log } = logLines();

describe('the clock of one Redis', () => {
  let redis: TestRedis;
  let client: RedisClient;
  beforeAll(async () => {
    redis = await startRedis();
    client = connectRedis(redis.url, 'store', { log });
  });
  afterAll(async () => {
    await closeRedis(client);
    await redis.stop();
  });

  clockContract('Redis TIME', () => createRedisClock(client));

  it('is the clock of Redis', async () => {
    const [before] = await client.time();
    const now = await createRedisClock(client).now();
    const [after] = await client.time();
    expect(Math.floor(now / 1_000)).toBeGreaterThanOrEqual(Number(before));
    expect(Math.floor(now / 1_000)).toBeLessThanOrEqual(Number(after));
  });
});

describe('the clock of a Cluster', () => {
  let cluster: TestCluster;
  let client: RedisClient;
  beforeAll(async () => {
    cluster = await startCluster();
    client = connectRedis(cluster.url, 'store', { log });
  });
  afterAll(async () => {
    await closeRedis(client);
    await cluster.stop();
  });

  clockContract('Redis TIME of one node', () => createRedisClock(client));
});
