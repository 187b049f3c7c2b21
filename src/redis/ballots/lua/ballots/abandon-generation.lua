-- Gives up a generation that is being built. KEYS poll. ARGV generation.

if redis.call('HGET', KEYS[1], 'construction') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'trash:' .. ARGV[1], 1)
redis.call('HDEL', KEYS[1], 'construction')
return 1
