import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, type Redis } from 'ioredis';
import type { Health } from '../../ports/health.ts';
import type { Log } from '../../ports/log.ts';
import { keysOf } from '../shared/keys.ts';
import { noticeEverySeconds } from './waiting-notice.ts';

const REFUSED_WRITES: readonly (readonly [RegExp, string])[] = [
  [/^OOM/, 'Redis has no memory left for writes: raise maxmemory there. What is not stored is not confirmed'],
  [/^READONLY/, 'Redis is a read-only replica: make it a master again, or set REDIS_URL to its master'],
  [/^MISCONF/, 'Redis cannot save to its disk and refuses writes: look into its log and make room there'],
  [/^NOREPLICAS/, 'Redis refuses writes because too few replicas follow it (min-replicas-to-write)'],
  [/^LOADING/, 'Redis is still reading its data'],
  [/^CLUSTERDOWN/, 'The Redis Cluster is down'],
];

/** A master of a Cluster that is silent for so long is named; within what a look at all parts of the bot may take. */
const MASTER_ANSWERS_WITHIN_MS = 1_000;
/** Keys that are tried at once for one in a slot of a master. */
const CANDIDATES = 64;
/** A master with one slot in a hundred is found in every case but one of 10^17; each look begins anew. */
const MOST_CANDIDATES = 4_096;

const AWAY: Health = {
  ok: false,
  why: 'Redis cannot be reached; it is tried again until it can, and the log says why',
};

/**
 * Whether Redis takes writes now: the server, or every master of a Cluster, of which the log names the one in
 * trouble. Asks by a write that changes nothing: an empty range, which is refused wherever a write is. Never rejects; one server is waited for as long as the connection is
 * patient.
 */
export async function probeRedis(client: Redis | Cluster): Promise<Health> {
  if (client.status !== 'ready') return AWAY;
  if (client instanceof Cluster) return probeCluster(client);
  return probeServer(client, keysOf(client).probeKey);
}

const LOOK_AGAIN_MS = 250;

/**
 * Resolves once Redis takes writes, and says every few seconds why it does not: memory or disk that is full passes, and
 * a start that ended because of it would have to be repeated by hand.
 */
export async function waitForWrites(client: Redis | Cluster, log: Log, signal?: AbortSignal): Promise<void> {
  const notice = noticeEverySeconds(log);
  for (;;) {
    const health = await probeRedis(client);
    if (health.ok) return;
    notice(`Waiting until Redis takes writes. ${health.why}`);
    await sleep(LOOK_AGAIN_MS, undefined, { ...(signal && { signal }) });
  }
}

async function probeServer(server: Redis, key: string): Promise<Health> {
  return server.setrange(key, 0, '').then((): Health => ({ ok: true }), refused);
}

/** What a refusal of Redis means and what to do; undefined for one that is none of these. */
export function refusedWrite(told: string): string | undefined {
  return REFUSED_WRITES.find(([answer]) => answer.test(told))?.[1];
}

function refused(error: Error): Health {
  const told = error.message;
  const why = refusedWrite(told);
  return { ok: false, why: why ?? 'Redis does not take writes; the log says why', inside: { told } };
}

async function probeCluster(cluster: Cluster): Promise<Health> {
  // By the slots: one that cannot be reached is no longer among the client's own nodes.
  const masters = new Set(cluster.slots.flatMap(([master]) => (master === undefined ? [] : [master])));
  const answers = await Promise.all([...masters].sort().map((address) => probeMaster(cluster, address)));
  return answers.find((answer) => !answer.ok) ?? { ok: true };
}

async function probeMaster(cluster: Cluster, address: string): Promise<Health> {
  const node = cluster.nodes('master').find(({ options }) => `${options.host}:${options.port}` === address);
  const silent: Health = { ok: false, why: 'it cannot be reached' };
  const answer =
    node === undefined
      ? silent
      : await Promise.race([
          probeNode(node, keysOf(cluster).probeKey),
          sleep(MASTER_ANSWERS_WITHIN_MS, silent, { ref: false }),
        ]);
  if (answer.ok) return answer;
  return {
    ok: false,
    why: `One of the Redis Cluster's masters is in trouble, and the log says which: ${answer.why}`,
    inside: { ...answer.inside, master: address },
  };
}

/**
 * A master answers only for keys in its own slots, so several are tried. One without any slot takes no write of ours.
 */
async function probeNode(node: Redis, key: string): Promise<Health> {
  for (let tried = 0; tried < MOST_CANDIDATES; tried += CANDIDATES) {
    const pipeline = node.pipeline();
    for (let at = tried; at < tried + CANDIDATES; at += 1) pipeline.setrange(`${key}:${at}`, 0, '');
    const answers = (await pipeline.exec().catch((error: Error) => [[error] as const])) ?? [];
    const own = answers.find(([error]) => !/^(MOVED|ASK) /.test(error?.message ?? ''));
    if (own !== undefined) return own[0] === null ? { ok: true } : refused(own[0]);
  }
  return { ok: true };
}
