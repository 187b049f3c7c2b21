-- KEYS: the request. ARGV: token of the claim.

local known = redis.call('HMGET', KEYS[1], 'token', 'answer')
if known[1] == ARGV[1] and not known[2] then redis.call('DEL', KEYS[1]) end
