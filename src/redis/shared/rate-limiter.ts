import { setTimeout as delay } from 'node:timers/promises';
import { backoff } from '../../core/backoff.ts';
import type { Milliseconds } from '../../core/ids.ts';
import type { Log } from '../../ports/log.ts';
import type { RateLimiter, RateRule } from '../../ports/rate-limiter.ts';
import type { RedisClient } from '../connection/connection.ts';
import { createRateWindows, type RateWindows } from './rate-windows.ts';

interface Request {
  readonly rules: readonly RateRule[];
  readonly urgent: boolean;
  readonly admit: () => void;
}

const LONGEST_PAUSE_AFTER_FAILURE_MS = 2_000;

/**
 * A limiter that all processes share. Requests wait in this process' own queue, urgent ones first and otherwise in order.
 * Only the first request that a rule holds up asks Redis about that rule, and a request that waits for one chat does not hold
 * up other chats. Without Redis nothing is sent.
 */
export function createRedisRateLimiter(redis: RedisClient, log?: Log): RateLimiter {
  const windows = createRateWindows(redis);
  const queue: Request[] = [];
  const blocked = new BlockedRules();
  let pumping = false;
  let wake: () => void = () => undefined;

  const pump = async () => {
    if (pumping) return;
    pumping = true;
    let failures = 0;
    while (queue.length > 0) {
      const request = queue.find((each) => blocked.until(each) <= performance.now());
      if (request === undefined) {
        await sleep(Math.min(...queue.map((each) => blocked.until(each))) - performance.now());
        continue;
      }
      try {
        await ask(windows, request, queue, blocked);
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures === 1)
          log?.warn(
            { why: (error as Error).message },
            'Cannot check the rate limit in Redis; requests wait until it answers',
          );
        await delay(backoff({ first: 200, most: LONGEST_PAUSE_AFTER_FAILURE_MS }, failures));
      }
    }
    blocked.clear();
    pumping = false;
  };

  const sleep = async (duration: Milliseconds) => {
    const woken = new AbortController();
    wake = () => woken.abort();
    await delay(Math.max(1, duration), undefined, { signal: woken.signal }).catch(() => undefined);
  };

  return {
    async take(rules, { urgent = false, signal } = {}) {
      signal?.throwIfAborted();
      const distinct = checked(rules);
      if (distinct.length === 0) return;
      await new Promise<void>((resolve, reject) => {
        const abort = () => {
          queue.splice(queue.indexOf(request), 1);
          wake();
          reject(signal?.reason);
        };
        const request: Request = {
          rules: distinct,
          urgent,
          admit: () => {
            signal?.removeEventListener('abort', abort);
            resolve();
          },
        };
        signal?.addEventListener('abort', abort, { once: true });
        enqueue(queue, request);
        wake();
        void pump();
      });
    },
    async pause(key, duration) {
      if (!(duration > 0)) return;
      await windows.pause(key, Math.ceil(duration));
    },
  };
}

async function ask(
  windows: RateWindows,
  request: Request,
  queue: Request[],
  blocked: BlockedRules,
): Promise<void> {
  const verdict = await windows.take(request.rules, request.urgent);
  if (!verdict.granted) return blocked.note(verdict.blocking, request.urgent, verdict.waitMs);
  const place = queue.indexOf(request);
  // Aborted meanwhile. Its place in the window is used up.
  if (place === -1) return;
  queue.splice(place, 1);
  request.admit();
}

function enqueue(queue: Request[], request: Request): void {
  const firstLessUrgent = request.urgent ? queue.findIndex((each) => !each.urgent) : -1;
  queue.splice(firstLessUrgent === -1 ? queue.length : firstLessUrgent, 0, request);
}

function checked(rules: readonly RateRule[]): readonly RateRule[] {
  for (const { key, limit, window } of rules) {
    if (![limit, window].every((value) => Number.isInteger(value) && value >= 1))
      throw new RangeError(`rate rule ${key}: ${limit} in ${window} ms; both must be whole numbers from 1`);
  }
  return [...new Map(rules.map((rule) => [nameOf(rule), rule])).values()];
}

const nameOf = (rule: RateRule): string => `${rule.key} ${rule.window}`;

/** Remembers which rules Redis said were full, on the process's own steady clock. */
class BlockedRules {
  readonly #untilForAll = new Map<string, number>();
  readonly #untilForOrdinary = new Map<string, number>();

  /** If a rule has no room for an urgent request, it has none for others. */
  note(rule: RateRule, urgent: boolean, wait: Milliseconds): void {
    (urgent ? this.#untilForAll : this.#untilForOrdinary).set(nameOf(rule), performance.now() + wait);
  }

  until({ rules, urgent }: Request): number {
    return Math.max(
      ...rules.map((rule) => {
        const forAll = this.#untilForAll.get(nameOf(rule)) ?? 0;
        return urgent ? forAll : Math.max(forAll, this.#untilForOrdinary.get(nameOf(rule)) ?? 0);
      }),
    );
  }

  clear(): void {
    this.#untilForAll.clear();
    this.#untilForOrdinary.clear();
  }
}
