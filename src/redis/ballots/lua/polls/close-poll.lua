-- Closes a poll, or replaces its closing by a better one: lost (1) < provisional (2) < final (3). Queues its ballots for
-- deletion. KEYS poll's ballots, states of the round, open, numbers, discards. ARGV poll, rank, state.

if redis.call('HEXISTS', KEYS[4], ARGV[1]) == 0 then return 0 end
if tonumber(redis.call('HGET', KEYS[1], 'closed') or 0) >= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], 'closed', ARGV[2])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
redis.call('HDEL', KEYS[3], ARGV[1])
redis.call('SADD', KEYS[5], KEYS[1])
return 1
