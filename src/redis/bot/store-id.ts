import { randomBytes } from 'node:crypto';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';

/**
 * The id of this store: 128 random bits, made once. A store that replaces this one, or that lost its data, gets another id.
 */
export async function storeIdOf(redis: RedisClient): Promise<string> {
  const key = keysOf(redis).storeIdKey;
  await redis.set(key, randomBytes(16).toString('base64url'), 'NX');
  const id = await redis.get(key);
  if (id === null) throw new Error('Redis lost the id of this store while it was written');
  return id;
}
