-- KEYS the state of a season's feed, its marks. ARGV the state, then marks and what is kept with them in turn.

redis.call('SET', KEYS[1], ARGV[1])
for at = 2, #ARGV, 2 do redis.call('HSET', KEYS[2], ARGV[at], ARGV[at + 1]) end
return 0
