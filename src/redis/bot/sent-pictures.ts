import type { Milliseconds, PlatformName } from '../../core/ids.ts';
import type { SentPictures } from '../../ports/stores/sent-pictures.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';

const KEPT_FOR: Milliseconds = 30 * 86_400_000;

export function createRedisSentPictures(redis: RedisClient, platform: PlatformName): SentPictures {
  const keyOf = (key: string): string => keysOf(redis).sentPictureKey(platform, key);
  return {
    find: async (key) => (await redis.get(keyOf(key))) ?? undefined,
    async put(key, id) {
      await redis.set(keyOf(key), id, 'PX', KEPT_FOR);
    },
    async forget(key, id) {
      // Two steps: a newer id that comes between them is uploaded once more, and nothing else.
      if ((await redis.get(keyOf(key))) === id) await redis.del(keyOf(key));
    },
  };
}
