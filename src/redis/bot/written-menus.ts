import type { PlatformName } from '../../core/ids.ts';
import type { WrittenMenus } from '../../ports/stores/written-menus.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';

export function createRedisWrittenMenus(redis: RedisClient, platform: PlatformName): WrittenMenus {
  const key = keysOf(redis).menusKey(platform);
  return {
    all: () => redis.smembers(key),
    async add(places) {
      if (places.length > 0) await redis.sadd(key, ...places);
    },
    async remove(place) {
      await redis.srem(key, place);
    },
  };
}
