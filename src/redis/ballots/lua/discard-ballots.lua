-- Deletes up to 1,000 buckets of a closed poll's ballots; its counts stay. Returns 1 when there is more to do. KEYS
-- poll.

local meta = KEYS[1]
local construction = redis.call('HGET', meta, 'construction')
if construction then
  redis.call('HSET', meta, 'trash:' .. construction, 1)
  redis.call('HDEL', meta, 'construction')
end
local current = redis.call('HGET', meta, 'current') or '0'
local buckets = tonumber(redis.call('HGET', meta, current .. ':buckets') or 1)
local last = math.max(buckets - 1000, 0)
for bucket = buckets - 1, last, -1 do
  redis.call('UNLINK', meta .. ':' .. current .. ':' .. bucket)
end
if last > 0 then
  redis.call('HSET', meta, current .. ':buckets', last)
  return 1
end
redis.call('HDEL', meta, current .. ':buckets', current .. ':size')
return 0
