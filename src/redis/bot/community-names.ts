import { communityKey } from '../../core/ids.ts';
import type { CommunityNames } from '../../ports/stores/community-names.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';

export function createRedisCommunityNames(redis: RedisClient): CommunityNames {
  const { communityNamesKey: key } = keysOf(redis);
  return {
    all: async () => new Map(Object.entries(await redis.hgetall(key))),
    async put({ platform, community }, name) {
      const field = communityKey(platform, community);
      if (name === undefined) await redis.hdel(key, field);
      else await redis.hset(key, field, name);
    },
  };
}
