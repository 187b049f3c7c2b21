import { createHash } from 'node:crypto';
import type { RedisClient } from '../connection/connection.ts';

/**
 * A Lua script: one atomic step on keys of one hash tag. Some scripts make up names of further keys from the one
 * that routes them; those carry the same tag, so a Cluster has them on the same node (BullMQ's scripts rely
 * on the same).
 */
interface Script {
  readonly lua: string;
  readonly sha: string;
}

export function defineScript(...parts: readonly string[]): Script {
  const lua = parts.join('\n');
  return { lua, sha: createHash('sha1').update(lua).digest('hex') };
}

/**
 * Runs a script by its digest, or by its text on a server that does not know it yet (new, restarted or flushed).
 * Rejects when Redis cannot be reached within the connection's patience.
 */
export async function runScript(
  redis: RedisClient,
  script: Script,
  keys: readonly string[],
  args: readonly (string | number | Buffer)[],
): Promise<unknown> {
  try {
    return await redis.evalsha(script.sha, keys.length, ...keys, ...args);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (!error.message.startsWith('NOSCRIPT')) throw naming(keys, error);
    return redis.eval(script.lua, keys.length, ...keys, ...args).catch((again: Error) => {
      throw naming(keys, again);
    });
  }
}

/** Redis does not say which key holds something else than the script expects. */
function naming(keys: readonly string[], error: Error): Error {
  if (!/^WRONGTYPE|WRONGTYPE Operation/.test(error.message)) return error;
  return new Error(
    `${error.message} One of these keys holds something that is not ours: ${keys.join(', ')}`,
    {
      cause: error,
    },
  );
}
