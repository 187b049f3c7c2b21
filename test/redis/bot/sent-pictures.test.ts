import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/log.ts';
import { createRedisSentPictures } from '../../../src/redis/bot/sent-pictures.ts';
import { closeRedis, connectRedis, type RedisClient } from '../../../src/redis/connection/connection.ts';
import { keysOf } from '../../../src/redis/shared/keys.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';

describe('the ids of pictures in Redis', () => {
  let server: TestRedis;
  let redis: RedisClient;
  beforeAll(async () => {
    server = await startRedis();
    redis = connectRedis(server.url, 'store', { log: silentLog });
  });
  afterAll(async () => {
    await closeRedis(redis);
    await server.stop();
  });

  it('are found by the picture, each platform having its own', async () => {
    const pictures = createRedisSentPictures(redis, 'telegram');
    expect(await pictures.find('k')).toBe(undefined);
    await pictures.put('k', 'id-1');
    expect(await pictures.find('k')).toBe('id-1');
    expect(await createRedisSentPictures(redis, 'discord').find('k')).toBe(undefined);
  });

  it('are forgotten only if they are the refused ones', async () => {
    const pictures = createRedisSentPictures(redis, 'telegram');
    await pictures.put('k', 'id-2');
    await pictures.forget('k', 'id-1');
    expect(await pictures.find('k')).toBe('id-2');
    await pictures.forget('k', 'id-2');
    expect(await pictures.find('k')).toBe(undefined);
  });

  it('expire', async () => {
    await createRedisSentPictures(redis, 'telegram').put('k', 'id');
    const left = await redis.pttl(keysOf(redis).sentPictureKey('telegram', 'k'));
    expect(left).toBeGreaterThan(29 * 86_400_000);
    expect(left).toBeLessThanOrEqual(30 * 86_400_000);
  });
});
