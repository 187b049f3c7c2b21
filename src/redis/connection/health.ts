import { setTimeout as delay } from 'node:timers/promises';
import { Cluster, type Redis } from 'ioredis';
import type { Log } from '../../ports/log.ts';
import { StartupError } from '../../ports/startup-error.ts';
import { mastersOf, nodeAddress } from './cluster.ts';
import { masterOf, parseInfo, refuseOtherKinds, type ServerInfo } from './server-kind.ts';
import { isSupportedRedisVersion, MINIMUM_REDIS_VERSION } from './version.ts';

export interface RedisFacts {
  version: string;
  /** Of one server, or of a Cluster's masters in the order of their addresses. */
  runIds: string[];
  mode: 'standalone' | 'cluster';
  /** What a crash of the server may lose: nothing, the last second, or everything since the last snapshot. */
  durability: 'every-write' | 'every-second' | 'none' | 'unknown';
  /** Sentences for the operator, each with the setting to change. */
  warnings: string[];
}

const POLL_MS = 250;

/**
 * Checks each server behind `client` (a Cluster's masters) and waits while one still loads its data. For a Cluster it waits
 * until every master answers, and says every few seconds which one does not. `foreign` is false for the embedded server,
 * whose settings are ours and give no warnings.
 * @throws StartupError for a version before 6.2, a replica, a Sentinel, and a single address of a Cluster.
 */
export async function checkRedis(
  client: Redis | Cluster,
  options: { foreign: boolean; log?: Log; signal?: AbortSignal },
): Promise<RedisFacts> {
  const servers = client instanceof Cluster ? await mastersOf(client, options) : [client];
  const facts = await Promise.all(servers.map((server) => checkServer(server, client instanceof Cluster)));
  const [first] = facts;
  if (first === undefined) {
    throw new StartupError(
      'The Redis Cluster lists no master',
      'Check CLUSTER NODES on one of its addresses.',
    );
  }
  return {
    version: first.version,
    runIds: facts.map((each) => each.runId),
    mode: client instanceof Cluster ? 'cluster' : 'standalone',
    durability: first.durability,
    warnings: options.foreign ? [...new Set(facts.flatMap((each) => each.warnings))] : [],
  };
}

/** The run id of the server, or of all masters of a Cluster together. It changes when one of them restarts or is replaced. */
export async function readRunIds(client: Redis | Cluster): Promise<string> {
  const servers = client instanceof Cluster ? client.nodes('master') : [client];
  const texts = await Promise.all(servers.map((server) => server.info('server')));
  return texts
    .map((text) => /^run_id:(\S+)/m.exec(text)?.[1] ?? '')
    .sort()
    .join(',');
}

/**
 * With `appendfsync everysec` Redis writes to disk within a second. While the disk is busy it delays its writes by two more
 * seconds at most (redis.conf; `flushAppendOnlyFile` in its aof.c). A disk that hangs for longer loses more.
 */
const EVERY_SECOND_IS_ON_DISK_AFTER_MS = 3_000;

/** What a crash of a foreign Redis may lose, and how long a write takes until it is safe from a crash. */
export function lossOf(durability: RedisFacts['durability']): {
  readonly loss: 'nothing' | 'seconds' | 'anything';
  readonly onDiskAfter: number;
} {
  switch (durability) {
    case 'every-write':
      return { loss: 'nothing', onDiskAfter: 0 };
    case 'every-second':
      return { loss: 'seconds', onDiskAfter: EVERY_SECOND_IS_ON_DISK_AFTER_MS };
    case 'unknown':
      // Most likely every second, but we can't be sure: we wait as for that, and trust it as if it saved
      // nothing.
      return { loss: 'anything', onDiskAfter: EVERY_SECOND_IS_ON_DISK_AFTER_MS };
    case 'none':
      return { loss: 'anything', onDiskAfter: 0 };
  }
}

interface ServerFacts {
  version: string;
  runId: string;
  durability: RedisFacts['durability'];
  warnings: string[];
}

async function checkServer(server: Redis, inCluster: boolean): Promise<ServerFacts> {
  const address = server.options.path ?? nodeAddress(server);
  const info = await infoOnceLoaded(server);
  const version = info.get('redis_version') ?? 'unknown';
  if (!isSupportedRedisVersion(version)) {
    const wanted = MINIMUM_REDIS_VERSION.join('.');
    throw new StartupError(
      `Redis at ${address} is ${version}, too old`,
      `Use Redis ${wanted} or newer, or Valkey.`,
    );
  }
  refuseOtherKinds(info, address, inCluster);
  const master = inCluster ? undefined : masterOf(info);
  if (master !== undefined) {
    throw new StartupError(
      `Redis at ${address} is a replica, which takes no writes`,
      `Set REDIS_URL to its master (${master.name}).`,
    );
  }
  const durability = await durabilityOf(server, info);
  const warnings = warningsFor(address, durability, info.get('maxmemory_policy'));
  return { version, runId: info.get('run_id') ?? '', durability, warnings };
}

async function infoOnceLoaded(server: Redis): Promise<ServerInfo> {
  for (;;) {
    const info = parseInfo(await server.info());
    if (info.get('loading') !== '1') return info;
    await delay(POLL_MS);
  }
}

async function durabilityOf(server: Redis, info: ServerInfo): Promise<RedisFacts['durability']> {
  if (info.get('aof_enabled') !== '1') return 'none';
  // Hosted Redis often has no CONFIG command; INFO does not name the fsync policy.
  const fsync = await server.config('GET', 'appendfsync').then(
    (reply) => String((reply as unknown[])[1]),
    () => 'unknown',
  );
  if (fsync === 'always') return 'every-write';
  if (fsync === 'everysec') return 'every-second';
  return fsync === 'no' ? 'none' : 'unknown';
}

function warningsFor(
  address: string,
  durability: RedisFacts['durability'],
  evictionPolicy: string | undefined,
): string[] {
  const warnings: string[] = [];
  if (durability === 'none') {
    warnings.push(
      `Redis at ${address} does not save every write to disk: if it crashes, votes are lost, and so is the record of what was ` +
        'posted. Set "appendonly yes" and "appendfsync always" (or "everysec") there.',
    );
  }
  if (durability === 'every-second') {
    warnings.push(
      `Redis at ${address} writes to disk once a second, so each message is sent three seconds late. If Redis and all bot processes crash ` +
        'together, showrunners are asked what was posted in the last seconds. Set "appendfsync always" there.',
    );
  }
  if (evictionPolicy !== undefined && evictionPolicy !== 'noeviction') {
    warnings.push(
      `Redis at ${address} may delete data when its memory is full (maxmemory-policy ${evictionPolicy}). ` +
        'Set "maxmemory-policy noeviction" there.',
    );
  }
  return warnings;
}
