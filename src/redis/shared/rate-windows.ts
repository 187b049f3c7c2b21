import { randomUUID } from 'node:crypto';
import type { Milliseconds } from '../../core/ids.ts';
import type { RateRule } from '../../ports/rate-limiter.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from './keys.ts';
import { defineScript, runScript } from './scripts.ts';

export type RateVerdict =
  | { readonly granted: true }
  /** `blocking` is the rule with the longest wait. */
  | { readonly granted: false; readonly blocking: RateRule; readonly waitMs: Milliseconds };

export interface RateWindows {
  /** Takes a place in every window, or in none. Asks once, waits for nothing. */
  take(rules: readonly RateRule[], urgent: boolean): Promise<RateVerdict>;
  pause(key: string, duration: Milliseconds): Promise<void>;
}

/**
 * A window is a sorted set of the grants in it, scored by Redis' own microseconds.
 * KEYS: for each rule its window and its pause. ARGV: a name for this grant; for each rule its limit and its
 * window in milliseconds. Answers {0, 0} when granted, else {milliseconds to wait, number of the rule}.
 */
const TAKE = defineScript(`
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local wait, blocking = 0, 0
for rule = 1, #KEYS / 2 do
  local window, pause = KEYS[rule * 2 - 1], KEYS[rule * 2]
  local limit, length = tonumber(ARGV[rule * 2]), ARGV[rule * 2 + 1] * 1000
  local rest = redis.call('PTTL', pause) * 1000
  redis.call('ZREMRANGEBYSCORE', window, '-inf', string.format('%.0f', now - length))
  -- The server's clock was set back: grants of the future count as of now, or they would block until then.
  for _, grant in ipairs(redis.call('ZRANGEBYSCORE', window, string.format('(%.0f', now), '+inf')) do
    redis.call('ZADD', window, string.format('%.0f', now), grant)
  end
  local taken = redis.call('ZCARD', window)
  if taken >= limit then
    local leaves = redis.call('ZRANGE', window, taken - limit, taken - limit, 'WITHSCORES')[2]
    rest = math.max(rest, leaves + length - now)
  end
  if rest > wait then wait, blocking = rest, rule end
end
if wait > 0 then return {math.ceil(wait / 1000), blocking} end
for rule = 1, #KEYS / 2 do
  local window = KEYS[rule * 2 - 1]
  redis.call('ZADD', window, string.format('%.0f', now), ARGV[1])
  redis.call('PEXPIRE', window, ARGV[rule * 2 + 1] + 1000)
end
return {0, 0}
`);

const PAUSE = defineScript(`
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '', 'PX', ARGV[1]) end
return 1
`);

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

/** A fifth is left to urgent requests; a limit of one has no fifth. */
const ordinary = (limit: number): number => Math.max(1, Math.floor((limit * 4) / 5));
