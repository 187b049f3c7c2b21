import type { Clock } from '../../ports/clock.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from './keys.ts';

/**
 * Redis TIME in whole milliseconds. The key only chooses the node: in a Cluster any node would answer a plain TIME, each with
 * its own clock. `now` rejects if Redis can't be reached before the connection's retries end.
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
