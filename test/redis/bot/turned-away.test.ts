import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRedisTurnedAway } from '../../../src/redis/bot/turned-away.ts';
import { closeRedis, connectRedis, type RedisClient } from '../../../src/redis/connection/connection.ts';
import { keysOf } from '../../../src/redis/shared/keys.ts';
import { logLines } from '../../support/log-lines.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';

describe('what a platform rejected, over all processes', () => {
  let redis: TestRedis;
  let client: RedisClient;
  beforeAll(async () => {
    redis = await startRedis();
    client = connectRedis(redis.url, 'store', { log: logLines().log });
  });
  beforeEach(() => redis.flush());
  afterAll(async () => {
    await closeRedis(client);
    await redis.stop();
  });
  const key = (what: string) => `${keysOf(client).ratePrefix}${what}:discord`;

  it('is counted together, each platform separately', async () => {
    const one = createRedisTurnedAway(client, 'discord');
    const other = createRedisTurnedAway(client, 'discord');
    await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 2 ? one : other).note()));
    expect(await one.count()).toBe(40);
    expect(await createRedisTurnedAway(client, 'telegram').count()).toBe(0);
  });

  it('is forgotten after ten minutes, and if a corrected clock leaves it in the future', async () => {
    const away = createRedisTurnedAway(client, 'discord');
    const slot = Math.floor(Date.now() / 30_000);
    await client.hset(key('refused'), { [slot - 21]: 5_000, [slot - 19]: 7, [slot + 3]: 9_000 });
    expect(await away.note()).toBe(8);
  });

  it('causes one pause for all that are rejected during it, then one twice as long', async () => {
    const one = createRedisTurnedAway(client, 'discord');
    const other = createRedisTurnedAway(client, 'discord');
    const first = await Promise.all([one, other, one, other].map((each) => each.untold()));
    expect(Math.max(...first)).toBeLessThanOrEqual(37_500);
    expect(Math.min(...first)).toBeGreaterThan(29_000);
    expect(Math.max(...first) - Math.min(...first)).toBeLessThan(1_000);
    const waves: number[] = [];
    for (let wave = 0; wave < 8; wave += 1) {
      await client.del(key('barred'));
      waves.push(await other.untold());
    }
    const least = [60, 120, 240, 480, 900, 900, 900, 900].map((seconds) => seconds * 1_000);
    expect(
      waves.map((pause, wave) => pause >= (least[wave] ?? 0) && pause <= (least[wave] ?? 0) * 1.25),
    ).toEqual(least.map(() => true));
  });
});
