-- Deletes up to 1,000 buckets of generations that are not in use. Returns 1 when there is more to do. KEYS poll.
-- include buckets.lua

local meta = KEYS[1]
local fields = redis.call('HKEYS', meta)
for _, field in ipairs(fields) do
  local generation = string.match(field, '^trash:(%d+)$')
  if generation then
    if dropBuckets(meta, generation) == 0 then
      redis.call('HDEL', meta, field)
      for _, other in ipairs(fields) do
        if string.sub(other, 1, #generation + 1) == generation .. ':' then redis.call('HDEL', meta, other) end
      end
    end
    return 1
  end
end
return 0
