-- The log's length and its events from a position, from one moment. KEYS events.

return { redis.call('LLEN', KEYS[1]), redis.call('LRANGE', KEYS[1], ARGV[1], -1) }
