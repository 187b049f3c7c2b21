import { setTimeout as wait } from 'node:timers/promises';
import { Routes } from 'discord.js';
import { z } from 'zod';
import type { Milliseconds } from '../../../core/ids.ts';
import type { Log } from '../../../ports/log.ts';
import type { Requests } from '../requests/requests.ts';

/** What Discord says about its gateway. A missing or invalid number is unknown, never zero. */
const count = z.int().nonnegative().optional().catch(undefined);
const gatewayShape = z.object({
  url: z.string(),
  shards: z.int().positive().optional().catch(undefined),
  session_start_limit: z
    .object({ remaining: count, reset_after: count, max_concurrency: count })
    .optional()
    .catch(undefined),
});

export interface GatewayInfo {
  readonly url: string;
  /** How many shards Discord recommends. */
  readonly shards: number;
}

/** Says where the gateway is, and when new sessions may be started. */
export interface SessionStarts {
  /** Asks Discord. @throws as requests do. */
  ask(): Promise<GatewayInfo>;
  /**
   * Waits for a place among the sessions that Discord allows a bot to start: `max_concurrency` in five seconds, and 1,000 a
   * day (Discord reference, "Session Start Limit").
   * @throws when aborted.
   */
  place(shard: number, signal: AbortSignal): Promise<void>;
  /** Why no session can be started for a long time, while that is so. */
  readonly exhausted: string | undefined;
}

/** With fewer starts left than this, they are spread over the time until the limit resets. */
const FEW = 100;
/** If Discord does not say when the limit resets. */
const RESET_AFTER: Milliseconds = 3_600_000;
const LONGEST_RESET: Milliseconds = 86_400_000;

/** @param between Discord counts in windows of five seconds. */
export function createSessionStarts(requests: Requests, log: Log, between: Milliseconds): SessionStarts {
  let remaining: number | undefined;
  let resetAt = 0;
  let concurrency = 1;
  /** When the next session may be started, for each group of shards that Discord counts together. */
  const freeAt = new Map<number, number>();
  let started = false;
  let exhausted: string | undefined;

  async function waitInTurn(shard: number, signal: AbortSignal): Promise<void> {
    const group = shard % concurrency;
    const now = performance.now();
    const turn = Math.max(freeAt.get(group) ?? now, now);
    freeAt.set(group, turn + between);
    if (turn > now) await wait(turn - now, undefined, { signal });
  }

  async function waitWhileExhausted(signal: AbortSignal): Promise<void> {
    const now = Date.now();
    if (remaining === undefined || resetAt <= now) return;
    if (remaining > 0) {
      // The first session is not delayed; only a bot that starts again and again is slowed down.
      if (remaining < FEW && started) await wait((resetAt - now) / remaining, undefined, { signal });
      return;
    }
    exhausted = `Discord will not let the bot start a session before ${new Date(resetAt).toISOString()}`;
    log.error({ until: new Date(resetAt).toISOString() }, exhausted);
    try {
      await wait(resetAt - now, undefined, { signal });
    } finally {
      exhausted = undefined;
    }
  }

  return {
    async ask() {
      const info = await requests.get(Routes.gatewayBot(), gatewayShape, { urgent: true });
      const limit = info.session_start_limit;
      remaining = limit?.remaining;
      resetAt = Date.now() + Math.min(limit?.reset_after ?? RESET_AFTER, LONGEST_RESET);
      concurrency = Math.max(limit?.max_concurrency ?? 1, 1);
      return { url: info.url, shards: info.shards ?? 1 };
    },
    async place(shard, signal) {
      await waitWhileExhausted(signal);
      await waitInTurn(shard, signal);
      signal.throwIfAborted();
      started = true;
      if (remaining !== undefined && remaining > 0) remaining -= 1;
    },
    get exhausted() {
      return exhausted;
    },
  };
}
