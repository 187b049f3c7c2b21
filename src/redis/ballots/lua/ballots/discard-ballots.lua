-- Deletes up to 1,000 buckets of a closed poll's ballots; its counts stay. Returns 1 when there is more to do. KEYS
-- poll.
-- include buckets.lua

local meta = KEYS[1]
local construction = redis.call('HGET', meta, 'construction')
if construction then
  redis.call('HSET', meta, 'trash:' .. construction, 1)
  redis.call('HDEL', meta, 'construction')
end
local current = redis.call('HGET', meta, 'current') or '0'
if dropBuckets(meta, current) > 0 then return 1 end
redis.call('HDEL', meta, current .. ':buckets', current .. ':size')
return 0
