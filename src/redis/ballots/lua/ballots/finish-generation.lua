-- Makes a generation the current one. Returns 0 when it is no longer being built. KEYS poll. ARGV generation.

if redis.call('HGET', KEYS[1], 'construction') ~= ARGV[1] then return 0 end
local old = redis.call('HGET', KEYS[1], 'current') or '0'
redis.call('HSET', KEYS[1], 'current', ARGV[1], 'trash:' .. old, 1)
redis.call('HDEL', KEYS[1], 'construction')
return 1
