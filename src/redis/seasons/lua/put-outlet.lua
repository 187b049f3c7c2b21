-- An existing outlet keeps its place in the order. KEYS outlets, order. ARGV id, outlet.

redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], 'NX', redis.call('ZCARD', KEYS[2]), ARGV[1])
