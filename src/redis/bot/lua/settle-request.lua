-- KEYS: the request. ARGV: hash of its body, answer, how long it is kept in milliseconds. Returns the answer that is kept.

redis.call('HSETNX', KEYS[1], 'body', ARGV[1])
if redis.call('HSETNX', KEYS[1], 'answer', ARGV[2]) == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
return redis.call('HGET', KEYS[1], 'answer')
