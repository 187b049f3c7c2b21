import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster, Redis } from 'ioredis';
import type { Log } from '../../ports/log.ts';
import { StartupError } from '../../ports/startup-error.ts';
import { within } from '../../time-limit.ts';
import { noticeEverySeconds } from './waiting-notice.ts';

const POLL_MS = 250;
/** A wait no longer than it takes to connect is not reported. */
const CONNECTS_WITHIN_MS = 1_000;
const CLUSTER_SLOTS = 16_384;
/** At the start, a master that stays silent for this long is named. */
const MASTER_ANSWERS_WITHIN_MS = 2_000;
const NOT_CONNECTED = 'no node has accepted the bot yet';

export const nodeAddress = ({ options }: Redis): string =>
  `${options.host ?? 'localhost'}:${options.port ?? 6379}`;

/** Returns every master of the Cluster, once all of them answer. The client knows them only after it is connected. */
export async function mastersOf(
  cluster: Cluster,
  { log, signal }: { readonly log?: Log; readonly signal?: AbortSignal },
): Promise<readonly Redis[]> {
  const notice = noticeEverySeconds(log, CONNECTS_WITHIN_MS);
  for (let missing: string | undefined = NOT_CONNECTED; ; ) {
    signal?.throwIfAborted();
    // Between two attempts to connect the client has no nodes. That says nothing about the Cluster.
    if (cluster.nodes().length > 0) missing = await missingIn(cluster);
    if (missing === undefined) return cluster.nodes('master');
    notice(`Waiting for the Redis Cluster: ${missing}.`);
    await delay(POLL_MS, undefined, { ...(signal && { signal }) });
  }
}

/** What the Cluster still lacks, worded as the end of a sentence. */
async function missingIn(cluster: Cluster): Promise<string | undefined> {
  if (cluster.slots.length === 0) return NOT_CONNECTED;
  // Count by slots: the client's own list leaves out a master that can't be reached.
  const owners = cluster.slots.flatMap(([owner]) => (owner === undefined ? [] : [owner]));
  if (owners.length < CLUSTER_SLOTS)
    return `${CLUSTER_SLOTS - owners.length} of its ${CLUSTER_SLOTS} slots have no master`;
  const nodes = new Map(cluster.nodes('master').map((node) => [nodeAddress(node), node]));
  const answers = await Promise.all(
    [...new Set(owners)]
      .sort()
      .map(async (address) => ((await isAnswering(nodes.get(address))) ? [] : [address])),
  );
  const silent = answers.flat();
  if (silent.length === 0) return cluster.status === 'ready' ? undefined : NOT_CONNECTED;
  return `${silent.length === 1 ? 'its master' : 'its masters'} ${silent.join(', ')} cannot be reached`;
}

async function isAnswering(node: Redis | undefined): Promise<boolean> {
  if (node === undefined) return false;
  const answer = node.ping().then(Boolean, () => false);
  return (await within(MASTER_ANSWERS_WITHIN_MS, answer)) ?? false;
}

/** What the node reports about its Cluster while that is being set up, or after it lost some of its slots. */
export async function faultOfCluster(client: Redis, address: string): Promise<string | undefined> {
  const text = await client.call('CLUSTER', 'INFO').then(String, (error: Error) => error.message);
  if (/cluster support disabled/i.test(text)) {
    throw new StartupError(
      `REDIS_URL names several addresses, which means a Redis Cluster, but Redis at ${address} is a single server`,
      'Set REDIS_URL to the one address of your server, or to several nodes of one Cluster.',
    );
  }
  const told = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(text)?.[1];
  // If a hosted service doesn't let us ask, we trust it once its nodes answer.
  if (told('cluster_state') !== 'fail') return undefined;
  const served = Number(told('cluster_slots_ok') ?? 0);
  return `the Redis Cluster is down, with masters for ${served} of its ${CLUSTER_SLOTS} slots`;
}
