-- Writes the state of a poll, if it is open. KEYS states of the round, open. ARGV poll, state.

if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
return 0
