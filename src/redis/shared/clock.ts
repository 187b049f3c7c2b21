import type { Clock } from '../../ports/clock.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from './keys.ts';

/**
 * Redis TIME in whole milliseconds. The key only chooses the node: in a Cluster a plain TIME would be answered by any of
 * them, each with its own clock.
 * `now` rejects when Redis cannot be reached within the connection's patience.
 */
export function createRedisClock(redis: RedisClient): Clock {
  return {
    async now() {
      const [seconds, microseconds] = (await redis.eval(
        "return redis.call('TIME')",
        1,
        keysOf(redis).clockKey,
      )) as [string, string];
      return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
    },
  };
}
