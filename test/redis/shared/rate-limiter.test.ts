import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeRedis, connectRedis, type RedisClient } from '../../../src/redis/connection/connection.ts';
import { createRedisRateLimiter } from '../../../src/redis/shared/rate-limiter.ts';
import { logLines } from '../../support/log-lines.ts';
import { startCluster, startRedis, type TestCluster, type TestRedis } from '../../support/redis.ts';
import { rateLimiterContract } from './rate-limiter.contract.ts';

const { log, lines } = logLines();
const clients: RedisClient[] = [];

function limiterAt(url: string) {
  const client = connectRedis(url, 'store', { log });
  clients.push(client);
  return createRedisRateLimiter(client, log);
}

afterAll(async () => {
  await Promise.all(clients.map(closeRedis));
});

describe('a rate limiter over one Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  beforeEach(() => redis.flush());
  afterAll(() => redis.stop());

  rateLimiterContract('Redis windows', () => limiterAt(redis.url));

  it('never exceeds the limit in any sliding window, whichever process asks', async () => {
    const limit = 50;
    const window = 400;
    const { stop } = await recordGrants(redis.port, `cliffhanger:{rate}:${window}:discord`);
    const limiters = [limiterAt(redis.url), limiterAt(redis.url), limiterAt(redis.url)];
    const rules = [{ key: 'discord', limit, window }];
    const requests = limiters.flatMap((limiter) =>
      Array.from({ length: 70 }, (_, index) => limiter.take(rules, { urgent: index % 2 === 0 })),
    );
    await Promise.all(requests);
    const times = await stop(requests.length);
    expect(times).toHaveLength(210);
    for (const [index, end] of times.entries()) {
      const inWindow = times.slice(0, index + 1).filter((time) => time > end - window * 1_000).length;
      expect(inWindow).toBeLessThanOrEqual(limit);
    }
  });

  it('does not wait for a future that a corrected clock has taken back', async () => {
    const client = connectRedis(redis.url, 'store', { log });
    clients.push(client);
    const key = 'cliffhanger:{rate}:50:discord';
    await client.zadd(key, String((Date.now() + 3_600_000) * 1_000), 'a grant an hour ahead');
    await limiterAt(redis.url).take([{ key: 'discord', limit: 1, window: 50 }]);
    expect(await client.zscore(key, 'a grant an hour ahead')).toBeNull();
  });

  it('leaves no expired window behind', async () => {
    const limiter = limiterAt(redis.url);
    await limiter.take([{ key: 'telegram:chat:1', limit: 1, window: 1 }]);
    const client = connectRedis(redis.url, 'store', { log });
    clients.push(client);
    const left = await client.pttl('cliffhanger:{rate}:1:telegram:chat:1');
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(1_001);
  });
});

describe('a rate limiter while Redis is away', () => {
  it('lets no request pass, says so once, and continues when Redis is back', async () => {
    const first = await startRedis();
    const limiter = limiterAt(first.url);
    const rules = [{ key: 'discord', limit: 5, window: 1_000 }];
    await limiter.take(rules);
    await first.stop();
    lines.length = 0;
    const events: string[] = [];
    const waiting = limiter.take(rules).then(() => events.push('passed'));
    events.push('back');
    const second = await startRedis(['--port', String(first.port)]);
    await waiting;
    expect(events).toEqual(['back', 'passed']);
    const warnings = lines.filter(({ message }) => message.startsWith('Cannot reach Redis'));
    expect(warnings.length).toBeLessThanOrEqual(1);
    await second.stop();
  });
});

describe('a rate limiter over a Cluster', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  beforeEach(() => cluster.flush());
  afterAll(() => cluster.stop());

  rateLimiterContract('Redis windows', () => limiterAt(cluster.url));
});

/** Redis shows every command that a script runs to MONITOR: the scores are the grants as Redis recorded them. */
async function recordGrants(port: number, key: string) {
  const watcher = new Redis({ port, host: '127.0.0.1' });
  const monitor = await watcher.monitor();
  const grants: number[] = [];
  let seen: () => void = () => undefined;
  monitor.on('monitor', (_time: string, [command, of, score]: string[]) => {
    if (command?.toUpperCase() !== 'ZADD' || of !== key) return;
    grants.push(Number(score));
    seen();
  });
  return {
    async stop(expected: number) {
      while (grants.length < expected) await new Promise<void>((resolve) => (seen = resolve));
      monitor.disconnect();
      watcher.disconnect();
      return grants.toSorted((one, other) => one - other);
    },
  };
}
