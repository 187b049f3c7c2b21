import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Lease, Leases } from '../../ports/lease.ts';
import type { Log } from '../../ports/log.ts';
import type { Processes } from '../../ports/processes.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from './keys.ts';
import { luaScript, runScript } from './scripts.ts';

export interface LeaseOptions {
  /** How long a lease lasts after its holder is gone; default 10 s. */
  readonly ttlMs?: number;
  readonly log?: Log;
  /** If absent, a lost holder is only noticed when its lease expires. */
  readonly processes?: Processes;
}

const DEFAULT_TTL_MS = 10_000;
/** The holder stops this fraction of the time before the lease could pass to another process. */
const SAFETY = 0.1;
const LONGEST_LOOK_MS = 1_000;

const RENEW = luaScript(import.meta.url, './lua/renew-lease.lua');

const RELEASE = luaScript(import.meta.url, './lua/release-lease.lua');

/**
 * Leases in Redis: one key each, with the holder's token and a time to live. Without Redis no process gets a lease, and a
 * holder loses its own within `ttlMs`. The next holder gets it after `ttlMs` plus a second at the latest, and at once if the
 * old holder's process has provably ended.
 */
export function createRedisLeases(redis: RedisClient, options: LeaseOptions = {}): Leases {
  const ttlMs = options.ttlMs ?? DEFAULT_TTL_MS;
  return {
    async acquire(name, { onWait, onLost, signal }) {
      const key = keysOf(redis).leaseKey(name);
      const { processes } = options;
      const token = processes?.newLease() ?? randomUUID();
      let waiting = false;
      let failing = false;
      for (;;) {
        signal?.throwIfAborted();
        const askedAt = performance.now();
        const answer = await redis.set(key, token, 'PX', ttlMs, 'NX').catch((error: Error) => {
          if (!failing)
            options.log?.warn(
              { lease: name, why: error.message },
              'Cannot ask Redis for the lease; retrying',
            );
          return error;
        });
        failing = answer instanceof Error;
        // The lost answer may have been a yes: our own token tells.
        const ours =
          answer === 'OK' || (answer === null && (await redis.get(key).catch(() => null)) === token);
        if (ours) {
          if (!signal?.aborted) return keep(redis, { key, token, ttlMs, since: askedAt, onLost });
          await runScript(redis, RELEASE, [key], [token]).catch(() => undefined);
          signal.throwIfAborted();
        }
        if (answer === null && (await takeFromTheDead(redis, key, processes))) {
          options.log?.info(
            { lease: name },
            'The process that held the lease has ended; taking its lease over',
          );
          continue;
        }
        if (answer === null && !waiting) {
          waiting = true;
          onWait();
        }
        await delay(lookAgainAfter(ttlMs), undefined, signal ? { signal } : {}).catch(() =>
          signal?.throwIfAborted(),
        );
      }
    },
  };
}

/** @returns whether the lease is free now because its holder has ended. */
async function takeFromTheDead(
  redis: RedisClient,
  key: string,
  processes: Processes | undefined,
): Promise<boolean> {
  if (processes === undefined) return false;
  try {
    const holder = await redis.get(key);
    if (holder === null || !(await processes.isGone(holder))) return false;
    return (await runScript(redis, RELEASE, [key], [holder])) === 1;
  } catch {
    // The next attempt asks for it anyway.
    return false;
  }
}

interface Held {
  readonly key: string;
  readonly token: string;
  readonly ttlMs: number;
  /** When the last successful request was sent, on the process's own steady clock. */
  readonly since: number;
  readonly onLost: () => void;
}

function keep(redis: RedisClient, held: Held): Lease {
  const { key, token, ttlMs } = held;
  let over = false;
  let deadline: NodeJS.Timeout;
  let renewal: NodeJS.Timeout;

  const end = () => {
    over = true;
    clearTimeout(deadline);
    clearTimeout(renewal);
  };
  const giveBack = () => runScript(redis, RELEASE, [key], [token]).catch(() => undefined);
  const lose = () => {
    if (over) return;
    end();
    void giveBack();
    held.onLost();
  };
  const validFrom = (since: number) => {
    clearTimeout(deadline);
    deadline = setTimeout(lose, Math.max(0, since + ttlMs * (1 - SAFETY) - performance.now()));
  };
  const renew = async () => {
    const askedAt = performance.now();
    const answer = await runScript(redis, RENEW, [key], [token, ttlMs]).catch(() => undefined);
    // Too late, after a release or a loss: a renewal that was running may have brought the key back.
    if (over) return void (await giveBack());
    if (answer === 0) return lose();
    if (answer === 1) validFrom(askedAt);
    renewal = setTimeout(renew, ttlMs / 3);
  };

  validFrom(held.since);
  renewal = setTimeout(renew, ttlMs / 3);
  return {
    async release() {
      if (over) return;
      end();
      await giveBack();
    },
  };
}

/** Up to a quarter less, so that waiting processes do not all ask at once. */
function lookAgainAfter(ttlMs: number): number {
  return Math.min(ttlMs / 4, LONGEST_LOOK_MS) * (0.75 + Math.random() / 4);
}
