import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RedisClient } from '../connection/connection.ts';

/**
 * A Lua script: one atomic step on keys of one hash tag. Some scripts build further key names from the one that routes them.
 * Those have the same tag, so a Cluster keeps them on the same node (BullMQ's scripts rely on the same).
 */
interface Script {
  readonly lua: string;
  readonly sha: string;
}

/**
 * Reads a script from its file. A line `-- include other.lua` is replaced by the text of that file in the same folder.
 * @param module `import.meta.url` of the module that runs the script; `file` is relative to it
 */
export function luaScript(module: string, file: string): Script {
  const lua = withIncludes(new URL(file, module));
  return { lua, sha: createHash('sha1').update(lua).digest('hex') };
}

function withIncludes(file: URL): string {
  return readFileSync(file, 'utf8').replace(/^-- include (\S+)$/gm, (_, other: string) =>
    withIncludes(new URL(other, file)),
  );
}

/**
 * Runs a script by its digest, or by its text if the server does not know it yet (new, restarted or flushed). Rejects if
 * Redis can't be reached before the connection's retries end.
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

/** Redis does not say which key has the wrong type. */
function naming(keys: readonly string[], error: Error): Error {
  if (!/^WRONGTYPE|WRONGTYPE Operation/.test(error.message)) return error;
  return new Error(
    `${error.message} One of these keys holds something that is not ours: ${keys.join(', ')}`,
    {
      cause: error,
    },
  );
}
