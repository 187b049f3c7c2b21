import { defineScript } from '../shared/scripts.ts';

/** Name, type and values of keys of one season, from one moment. KEYS those. */
export const DUMP_KEYS = defineScript(`
local found = {}
for _, key in ipairs(KEYS) do
  local kind = redis.call('TYPE', key).ok
  local values
  if kind == 'hash' then
    values = redis.call('HGETALL', key)
  elseif kind == 'zset' then
    values = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
  elseif kind == 'list' then
    values = redis.call('LRANGE', key, 0, -1)
  elseif kind == 'set' then
    values = redis.call('SMEMBERS', key)
  else
    values = { redis.call('GET', key) }
  end
  if kind ~= 'none' then found[#found + 1] = { key, kind, values } end
end
return found
`);

/** Deletes up to 2,000 keys that match a pattern, KEYS[1] after all others. Returns 1 when there is more to do. ARGV pattern. */
export const ERASE_KEYS = defineScript(`
local keys = redis.call('KEYS', ARGV[1])
for i = 1, math.min(#keys, 2000) do
  if keys[i] ~= KEYS[1] then redis.call('UNLINK', keys[i]) end
end
if #keys > 2000 then return 1 end
redis.call('UNLINK', KEYS[1])
return 0
`);

/** KEYS archived, current. ARGV show, season, at. */
export const RETIRE_SEASON = defineScript(`
if redis.call('HSETNX', KEYS[1], ARGV[2], ARGV[3]) == 0 then return 0 end
if redis.call('HGET', KEYS[2], ARGV[1]) == ARGV[2] then redis.call('HDEL', KEYS[2], ARGV[1]) end
return 1
`);

/** KEYS current, claimed, archived. ARGV show, season, its ordinal, expected current season (or empty). */
export const RESTORE_SEASON = defineScript(`
local show, season, ordinal = ARGV[1], ARGV[2], tonumber(ARGV[3])
if (redis.call('HGET', KEYS[1], show) or '') ~= ARGV[4] then return 0 end
redis.call('HSET', KEYS[1], show, season)
if tonumber(redis.call('HGET', KEYS[2], show) or 0) < ordinal then redis.call('HSET', KEYS[2], show, ordinal) end
redis.call('HDEL', KEYS[3], season)
return 1
`);
