-- Appends events with their effects and counts if the log still has the expected length. KEYS events, outbox, due,
-- counts. ARGV expected, number of events, the events, number of effects, id + due + effect each, then optionally
-- round + counts.

if redis.call('LLEN', KEYS[1]) ~= tonumber(ARGV[1]) then return 0 end
local at = 3
for _ = 1, tonumber(ARGV[2]) do
  redis.call('RPUSH', KEYS[1], ARGV[at])
  at = at + 1
end
local effects = tonumber(ARGV[at])
at = at + 1
for _ = 1, effects do
  redis.call('ZADD', KEYS[3], ARGV[at + 1], ARGV[at])
  redis.call('HSET', KEYS[2], ARGV[at], ARGV[at + 2])
  at = at + 3
end
if ARGV[at] then redis.call('HSET', KEYS[4], ARGV[at], ARGV[at + 1]) end
return 1
