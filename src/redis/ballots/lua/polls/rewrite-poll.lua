-- Overwrites the record of a poll that is in the index. KEYS polls. ARGV poll, record.

if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
return 0
