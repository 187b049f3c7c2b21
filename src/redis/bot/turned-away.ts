import type { Milliseconds } from '../../core/ids.ts';
import type { TurnedAway } from '../../ports/turned-away.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';
import { defineScript, runScript } from '../shared/scripts.ts';

/** Discord counts refused requests over ten minutes (API reference, "Invalid Request Limit"); they are kept by half minutes. */
const WINDOW_SECONDS = 600;
const SLOT_SECONDS = 30;

const FIRST_PAUSE: Milliseconds = 30_000;
const LONGEST_PAUSE: Milliseconds = 900_000;
/** So long after a pause nothing was turned away: the next one begins from the first again. */
const QUIET_AFTER: Milliseconds = 600_000;

/** KEYS: the counts. ARGV: how many to add, length of a slot and of the window in seconds. Answers the sum. */
const COUNT = defineScript(`
local slot = math.floor(redis.call('TIME')[1] / ARGV[2])
if tonumber(ARGV[1]) > 0 then
  redis.call('HINCRBY', KEYS[1], slot, ARGV[1])
  redis.call('EXPIRE', KEYS[1], ARGV[3] * 2)
end
local counts, sum = redis.call('HGETALL', KEYS[1]), 0
for index = 1, #counts, 2 do
  local age = slot - counts[index]
  -- The server's clock was set back: what lies ahead of it is as good as past.
  if age < 0 or age > ARGV[3] / ARGV[2] then redis.call('HDEL', KEYS[1], counts[index])
  else sum = sum + counts[index + 1] end
end
return sum
`);

/**
 * KEYS: the pause that is going on, how many there were in a row. ARGV: first and longest pause, how long the row is
 * remembered after one, a factor of 1-1.25 in thousandths. Answers the rest of the pause in milliseconds.
 */
const PAUSE = defineScript(`
local rest = redis.call('PTTL', KEYS[1])
if rest > 0 then return rest end
local row = redis.call('INCR', KEYS[2])
local pause = math.min(ARGV[1] * 2 ^ math.min(row - 1, 20), tonumber(ARGV[2]))
pause = math.ceil(pause * ARGV[4] / 1000)
redis.call('SET', KEYS[1], '', 'PX', pause)
redis.call('PEXPIRE', KEYS[2], pause + ARGV[3])
return pause
`);

/** @param platform whose refusals are counted. */
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
