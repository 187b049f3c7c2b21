import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { StartupError } from '../ports/startup-error.ts';
import { isSupportedRedisVersion, MINIMUM_REDIS_VERSION } from '../redis/connection/version.ts';

const BINARY_NAMES = ['redis-server', 'valkey-server'] as const;

export interface RedisServerBinary {
  name: (typeof BINARY_NAMES)[number];
  /** As the server reports it, e.g. `7.0.15`. */
  version: string;
}

const runFile = promisify(execFile);

/**
 * The first `redis-server` or `valkey-server` on PATH that is new enough.
 * @throws StartupError if there is none, or only ones that are too old.
 */
export async function findRedisServer(): Promise<RedisServerBinary> {
  const tooOld: string[] = [];
  for (const name of BINARY_NAMES) {
    const version = await versionOf(name);
    if (version === undefined) continue;
    if (isSupportedRedisVersion(version)) return { name, version };
    tooOld.push(`${name} ${version}`);
  }
  const wanted = MINIMUM_REDIS_VERSION.join('.');
  const hint = `Run "npm run setup", which installs it, or set REDIS_URL to a Redis ${wanted} or newer.`;
  if (tooOld.length > 0)
    throw new StartupError(`${tooOld.join(' and ')} is too old: ${wanted} is needed`, hint);
  throw new StartupError(`Neither ${BINARY_NAMES.join(' nor ')} was found on PATH`, hint);
}

async function versionOf(name: string): Promise<string | undefined> {
  try {
    const { stdout } = await runFile(name, ['--version'], { timeout: 10_000 });
    return /\bv=(\d+\.\d+(?:\.\d+)*)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}
