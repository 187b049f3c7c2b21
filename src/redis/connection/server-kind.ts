import { Cluster } from 'ioredis';
import { StartupError } from '../../ports/startup-error.ts';
import type { RedisClient } from './connection.ts';

/** What `INFO` says, by field. */
export type ServerInfo = ReadonlyMap<string, string>;

export function parseInfo(text: string): ServerInfo {
  const info = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) info.set(line.slice(0, colon), line.slice(colon + 1));
  }
  return info;
}

/** Undefined for a Cluster, and for a server that does not let this user ask. */
export async function infoOf(client: RedisClient): Promise<ServerInfo | undefined> {
  if (client instanceof Cluster) return undefined;
  return client.info().then(parseInfo, () => undefined);
}

/** The mode is called `redis_mode` by Redis, `server_mode` by Valkey 8 and later, and `redict_mode` by Redict. */
const modesOf = (info: ServerInfo) =>
  ['redis_mode', 'server_mode', 'valkey_mode', 'redict_mode'].map((name) => info.get(name));

/**
 * @param address for people.
 * @throws StartupError for a single address of a Cluster, and for a Sentinel, which keeps no data at all.
 */
export function refuseOtherKinds(info: ServerInfo, address: string, inCluster: boolean): void {
  // `cluster_enabled` is called so by all of them. A service that leaves out a section still tells the other.
  if (!inCluster && (info.get('cluster_enabled') === '1' || modesOf(info).includes('cluster'))) {
    throw new StartupError(
      `Redis at ${address} is a node of a Redis Cluster`,
      'Set REDIS_URL to the addresses of several of its nodes, comma-separated.',
    );
  }
  if (modesOf(info).includes('sentinel')) {
    throw new StartupError(
      `What answers at ${address} is a Redis Sentinel, which only watches servers and keeps no data`,
      'Set REDIS_URL to the Redis that it watches.',
    );
  }
}

/** Where a replica takes its data from, as it says; undefined for a master, and for a server that does not say. */
export function masterOf(
  info: ServerInfo,
): { readonly name: string; readonly isCutOff: boolean } | undefined {
  if (info.get('role') !== 'slave') return undefined;
  return {
    name: `${info.get('master_host')}:${info.get('master_port')}`,
    isCutOff: info.get('master_link_status') !== 'up',
  };
}
