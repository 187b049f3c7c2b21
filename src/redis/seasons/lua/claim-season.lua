-- Makes a season the show's current one, if the expected one is still current. KEYS current, claimed, fresh.

local show, season, after = ARGV[1], ARGV[2], ARGV[3]
if (redis.call('HGET', KEYS[1], show) or '') ~= after then return 0 end
redis.call('HSET', KEYS[1], show, season)
redis.call('HINCRBY', KEYS[2], show, 1)
redis.call('HDEL', KEYS[3], show)
return 1
