import { defineScript } from '../shared/scripts.ts';

/** KEYS identity, current, claimed, archived, questions, answers, fresh, then the signs of a rival. */
export const LOOK_BACK = defineScript(`
local empty = 1
for _, key in ipairs({ KEYS[2], KEYS[3], KEYS[4] }) do
  if redis.call('EXISTS', key) == 1 then empty = 0 end
end
local looked = {
  redis.call('HGETALL', KEYS[1]),
  empty,
  redis.call('HGETALL', KEYS[2]),
  redis.call('HKEYS', KEYS[4]),
  redis.call('HGETALL', KEYS[5]),
  redis.call('HGETALL', KEYS[6]),
  redis.call('HKEYS', KEYS[7]),
}
for at = 8, #KEYS do looked[at] = redis.call('EXISTS', KEYS[at]) end
return looked
`);

/**
 * What was found out counts only for the first: who comes second may have met what the first one wrote on the platform.
 * Where another platform has opened the question, one that knows the season says more.
 * KEYS identity, questions. ARGV part, value, then show and question in turn.
 */
export const INTRODUCE = defineScript(`
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 1 then
  for at = 3, #ARGV, 2 do
    local open = redis.call('HGET', KEYS[2], ARGV[at])
    if not open or not cjson.decode(open).data.season then redis.call('HSET', KEYS[2], ARGV[at], ARGV[at + 1]) end
  end
end
return redis.call('HGET', KEYS[1], ARGV[1])
`);

/** KEYS questions, answers, fresh, current, claimed, lost. ARGV show, token, how, lost season (or empty), its ordinal. */
export const ANSWER_QUESTION = defineScript(`
local show, season, ordinal = ARGV[1], ARGV[4], tonumber(ARGV[5])
redis.call('HDEL', KEYS[1], show)
redis.call('HSET', KEYS[2], show, ARGV[2])
if ARGV[3] ~= 'fresh' then
  redis.call('HDEL', KEYS[3], show)
  return 0
end
redis.call('HSET', KEYS[3], show, ARGV[2])
if season == '' then return 0 end
-- What was posted for it carries its number, so the next run gets another one.
if tonumber(redis.call('HGET', KEYS[5], show) or 0) < ordinal then redis.call('HSET', KEYS[5], show, ordinal) end
if redis.call('HGET', KEYS[4], show) == season then redis.call('HDEL', KEYS[4], show) end
redis.call('HSET', KEYS[6], season, ARGV[2])
return 0
`);
