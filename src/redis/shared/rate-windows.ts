import { randomUUID } from 'node:crypto';
import type { Milliseconds } from '../../core/ids.ts';
import type { RateRule } from '../../ports/rate-limiter.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from './keys.ts';
import { luaScript, runScript } from './scripts.ts';

export type RateVerdict =
  | { readonly granted: true }
  /** `blocking` is the rule with the longest wait. */
  | { readonly granted: false; readonly blocking: RateRule; readonly waitMs: Milliseconds };

export interface RateWindows {
  /** Takes a place in every window, or in none. Asks once and does not wait. */
  take(rules: readonly RateRule[], urgent: boolean): Promise<RateVerdict>;
  pause(key: string, duration: Milliseconds): Promise<void>;
}

const TAKE = luaScript(import.meta.url, './lua/take-places.lua');

const PAUSE = luaScript(import.meta.url, './lua/pause.lua');

export function createRateWindows(redis: RedisClient): RateWindows {
  const process = randomUUID();
  let grants = 0;
  const { ratePrefix } = keysOf(redis);
  const pauseKey = (key: string) => `${ratePrefix}pause:${key}`;
  return {
    async take(rules, urgent) {
      grants += 1;
      const keys = rules.flatMap(({ key, window }) => [`${ratePrefix}${window}:${key}`, pauseKey(key)]);
      const args = rules.flatMap(({ limit, window }) => [urgent ? limit : ordinary(limit), window]);
      const answer = await runScript(redis, TAKE, keys, [`${process}:${grants}`, ...args]);
      const [waitMs, number] = answer as [number, number];
      const blocking = rules[number - 1];
      return blocking === undefined ? { granted: true } : { granted: false, blocking, waitMs };
    },
    async pause(key, duration) {
      await runScript(redis, PAUSE, [pauseKey(key)], [duration]);
    },
  };
}

/** A fifth is reserved for urgent requests. A limit of one is not divided. */
const ordinary = (limit: number): number => Math.max(1, Math.floor((limit * 4) / 5));
