import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { redisKeys } from '../shared/keys.ts';

/**
 * The commands that our scripts, BullMQ's and the two libraries call. Each is tried on a key that holds a text: commands for
 * other types change nothing there and answer WRONGTYPE, and Redis checks permissions before types.
 */
const ON_A_KEY: readonly (readonly [string, ...string[]])[] = [
  ['exists'],
  ['get'],
  ['pttl'],
  ['pexpire', '10000'],
  ['type'],
  ['hget', 'f'],
  ['hmget', 'f'],
  ['hgetall'],
  ['hkeys'],
  ['hvals'],
  ['hlen'],
  ['hexists', 'f'],
  ['hset', 'f', '1'],
  ['hsetnx', 'f', '1'],
  ['hincrby', 'f', '1'],
  ['hdel', 'f'],
  ['hscan', '0'],
  ['llen'],
  ['lindex', '0'],
  ['lrange', '0', '1'],
  ['lpush', '1'],
  ['rpush', '1'],
  ['lpop'],
  ['rpop'],
  ['lrem', '0', '1'],
  ['ltrim', '0', '1'],
  ['scard'],
  ['smembers'],
  ['sscan', '0'],
  ['sadd', '1'],
  ['srem', '1'],
  ['zcard'],
  ['zscore', '1'],
  ['zrange', '0', '1'],
  ['zrangebyscore', '0', '1'],
  ['zscan', '0'],
  ['zadd', '1', '1'],
  ['zrem', '1'],
  ['zpopmin'],
  ['bzpopmin', '0.01'],
  ['zremrangebyscore', '0', '1'],
  ['xadd', '*', 'f', '1'],
  ['xtrim', 'MAXLEN', '1'],
  ['xlen'],
];
const ON_NO_KEY: readonly (readonly [string, ...string[]])[] = [
  ['info', 'server'],
  ['time'],
  ['eval', 'return 1', '0'],
  ['evalsha', '0000000000000000000000000000000000000000', '0'],
  ['scan', '0', 'COUNT', '1'],
];

/**
 * What the bot needs and this connection's user is not allowed to do, in Redis' own words, at most three; empty if everything
 * is allowed. Leaves nothing behind.
 * @param prefix with which all keys of the bot begin
 */
export async function missingPermissions(server: Redis, prefix: string): Promise<readonly string[]> {
  const { probeKey, queuePrefix } = redisKeys(prefix);
  const [one, other] = [`${probeKey}:${randomUUID()}`, `${queuePrefix}:probe:${randomUUID()}`];
  const pipeline = server.pipeline();
  for (const [name, ...rest] of ON_NO_KEY) pipeline.call(name, ...rest);
  for (const key of [one, other]) pipeline.call('set', key, '', 'PX', '10000');
  for (const [name, ...rest] of ON_A_KEY) pipeline.call(name, one, ...rest);
  for (const key of [one, other]) pipeline.call('unlink', key);
  for (const key of [one, other]) pipeline.call('del', key);
  const answers = (await pipeline.exec()) ?? [];
  const refused = answers.flatMap(([error]) => (error?.message.startsWith('NOPERM') ? [error.message] : []));
  return [...new Set(refused)].slice(0, 3);
}
