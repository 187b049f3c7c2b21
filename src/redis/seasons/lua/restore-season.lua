-- KEYS current, claimed, archived. ARGV show, season, its ordinal, expected current season (or empty).

local show, season, ordinal = ARGV[1], ARGV[2], tonumber(ARGV[3])
if (redis.call('HGET', KEYS[1], show) or '') ~= ARGV[4] then return 0 end
redis.call('HSET', KEYS[1], show, season)
if tonumber(redis.call('HGET', KEYS[2], show) or 0) < ordinal then redis.call('HSET', KEYS[2], show, ordinal) end
redis.call('HDEL', KEYS[3], season)
return 1
