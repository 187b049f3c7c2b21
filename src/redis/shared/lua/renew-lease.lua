local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
-- Missing before its time: Redis lost it (a restart without its last second), and no other process has it.
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
