import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, type Redis } from 'ioredis';
import type { Health } from '../../ports/health.ts';
import type { Log } from '../../ports/log.ts';
import { within } from '../../time-limit.ts';
import { keysOf } from '../shared/keys.ts';
import { noticeEverySeconds } from './waiting-notice.ts';

const REFUSED_WRITES: readonly (readonly [RegExp, string])[] = [
  [
    /^OOM/,
    'Redis has no memory left for writes: raise maxmemory there. Nothing is confirmed that was not stored',
  ],
  [/^READONLY/, 'Redis is a read-only replica: promote it to master, or set REDIS_URL to its master'],
  [/^MISCONF/, 'Redis cannot save to its disk and refuses writes: check its log and free disk space there'],
  [/^NOREPLICAS/, 'Redis refuses writes because too few replicas follow it (min-replicas-to-write)'],
  [/^LOADING/, 'Redis is still loading its data'],
  [/^CLUSTERDOWN/, 'The Redis Cluster is down'],
];

/** A master of a Cluster that stays silent for this long is named. Shorter than the time limit of a check of all parts. */
const MASTER_ANSWERS_WITHIN_MS = 1_000;
/** Keys tried at once to find one in a slot of this master. */
const CANDIDATES = 64;
/**
 * This finds a master that has one slot in a hundred, except in one case of 10^17. Each check starts over.
 */
const MOST_CANDIDATES = 4_096;

const AWAY: Health = {
  ok: false,
  why: 'The bot cannot reach Redis and keeps retrying; the log says why',
};

/**
 * Whether Redis takes writes now: the server, or every master of a Cluster (the log names the one in trouble). Tests it with
 * a write that changes nothing: an empty range, which is refused whenever a real write is. Never rejects; waits for a single
 * server as long as the connection's retries last.
 */
export async function probeRedis(client: Redis | Cluster): Promise<Health> {
  if (client.status !== 'ready') return AWAY;
  if (client instanceof Cluster) return probeCluster(client);
  return probeServer(client, keysOf(client).probeKey);
}

const LOOK_AGAIN_MS = 250;

/**
 * Resolves once Redis takes writes, and says every few seconds why it does not. Full memory or a full disk passes; if the
 * start ended there, somebody would have to repeat it by hand.
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

/** What a refusal by Redis means and what to do; undefined if it is none of these. */
export function refusedWrite(told: string): string | undefined {
  return REFUSED_WRITES.find(([answer]) => answer.test(told))?.[1];
}

function refused(error: Error): Health {
  const told = error.message;
  const why = refusedWrite(told);
  return { ok: false, why: why ?? 'Redis does not take writes; the log says why', inside: { told } };
}

async function probeCluster(cluster: Cluster): Promise<Health> {
  // Go by slots: the client's own list leaves out a master that can't be reached.
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
      : ((await within(MASTER_ANSWERS_WITHIN_MS, probeNode(node, keysOf(cluster).probeKey))) ?? silent);
  if (answer.ok) return answer;
  return {
    ok: false,
    why: `One of the Redis Cluster's masters has a problem (the log says which master): ${answer.why}`,
    inside: { ...answer.inside, master: address },
  };
}

/**
 * A master answers only for keys in its own slots, so several keys are tried. A master without slots takes none of our
 * writes.
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
