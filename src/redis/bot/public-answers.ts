import type { Milliseconds } from '../../core/ids.ts';
import type { PublicAnswers } from '../../ports/stores/public-answers.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';

const ONE_EVERY: Milliseconds = 60_000;

export function createRedisPublicAnswers(redis: RedisClient): PublicAnswers {
  const { publicAnswerKey } = keysOf(redis);
  return {
    take: async (channel) => (await redis.set(publicAnswerKey(channel), '', 'PX', ONE_EVERY, 'NX')) === 'OK',
  };
}
