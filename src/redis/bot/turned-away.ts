import type { Milliseconds } from '../../core/ids.ts';
import type { TurnedAway } from '../../ports/turned-away.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';
import { luaScript, runScript } from '../shared/scripts.ts';

/** Platforms count refused requests over ten minutes (the "Invalid Request Limit" of an API reference). We count per half minute. */
const WINDOW_SECONDS = 600;
const SLOT_SECONDS = 30;

const FIRST_PAUSE: Milliseconds = 30_000;
const LONGEST_PAUSE: Milliseconds = 900_000;
/** After this long without a refusal, the next pause is a first one again. */
const QUIET_AFTER: Milliseconds = 600_000;

const COUNT = luaScript(import.meta.url, './lua/count-refused.lua');

const PAUSE = luaScript(import.meta.url, './lua/pause-after-refusals.lua');

/** @param platform whose refusals are counted */
export function createRedisTurnedAway(redis: RedisClient, platform: string): TurnedAway {
  const { ratePrefix } = keysOf(redis);
  const key = (what: string): string => `${ratePrefix}${what}:${platform}`;
  const count = async (more: number): Promise<number> =>
    Number(await runScript(redis, COUNT, [key('refused')], [more, SLOT_SECONDS, WINDOW_SECONDS]));
  return {
    note: () => count(1),
    count: () => count(0),
    async untold() {
      const jitter = 1_000 + Math.floor(Math.random() * 250);
      const keys = [key('barred'), key('barred-in-a-row')];
      return Number(await runScript(redis, PAUSE, keys, [FIRST_PAUSE, LONGEST_PAUSE, QUIET_AFTER, jitter]));
    },
  };
}
