-- Starts handing out messages again in the store's current life, and keeps the uncertain window for what is owed later. KEYS
-- life, senders, doubt. ARGV previous life, current life, then optionally since, until, why. Returns 0 if another process did
-- so, or if yet another life has begun.
-- include life.lua

local life, senders, doubts = KEYS[1], KEYS[2], KEYS[3]
if redis.call('HGET', life, 'run') ~= ARGV[1] or lifeNow() ~= ARGV[2] then return 0 end
if ARGV[3] then
  local since, ends = unpack(redis.call('HMGET', doubts, 'since', 'until'))
  since = math.min(tonumber(since or ARGV[3]), tonumber(ARGV[3]))
  ends = math.max(tonumber(ends or 0), tonumber(ARGV[4]))
  redis.call('HSET', doubts, 'since', string.format('%.17g', since), 'until', string.format('%.17g', ends))
  redis.call('HSET', doubts, 'why', ARGV[5])
end
redis.call('HSET', life, 'run', ARGV[2])
redis.call('HDEL', life, 'seen', 'seenAt')
redis.call('DEL', senders)
return 1
