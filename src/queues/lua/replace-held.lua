-- Replaces a held batch, unless another one has replaced it already. KEYS held. ARGV field, value before,
-- value after.

if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
