-- KEYS questions, answers, fresh, current, claimed, lost. ARGV show, token, how, lost season (or empty), its ordinal.

local show, season, ordinal = ARGV[1], ARGV[4], tonumber(ARGV[5])
redis.call('HDEL', KEYS[1], show)
redis.call('HSET', KEYS[2], show, ARGV[2])
if ARGV[3] ~= 'fresh' then
  redis.call('HDEL', KEYS[3], show)
  return 0
end
redis.call('HSET', KEYS[3], show, ARGV[2])
if season == '' then return 0 end
-- Messages posted for the lost season carry its number, so the next run must get another one.
if tonumber(redis.call('HGET', KEYS[5], show) or 0) < ordinal then redis.call('HSET', KEYS[5], show, ordinal) end
if redis.call('HGET', KEYS[4], show) == season then redis.call('HDEL', KEYS[4], show) end
redis.call('HSET', KEYS[6], season, ARGV[2])
return 0
