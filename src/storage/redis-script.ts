import { createHash } from 'node:crypto';
import type { RedisClient } from './redis-connection.ts';

export type RedisScript = (
  redis: RedisClient,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>;

/**
 * A Lua script that is sent by its hash, and in full where the server does not know it (first use, restart,
 * another node of a Cluster). All keys must have one hash tag.
 */
export function redisScript(source: string): RedisScript {
  const hash = createHash('sha1').update(source).digest('hex');
  return async (redis, keys, args) => {
    try {
      return await redis.evalsha(hash, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return redis.eval(source, keys.length, ...keys, ...args);
    }
  };
}
