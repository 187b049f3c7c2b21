-- Deletes up to 1,000 buckets of generations that are not in use. Returns 1 when there is more to do. KEYS poll.

local meta = KEYS[1]
local fields = redis.call('HKEYS', meta)
for _, field in ipairs(fields) do
  local generation = string.match(field, '^trash:(%d+)$')
  if generation then
    local buckets = tonumber(redis.call('HGET', meta, generation .. ':buckets') or 1)
    local last = math.max(buckets - 1000, 0)
    for bucket = buckets - 1, last, -1 do
      redis.call('UNLINK', meta .. ':' .. generation .. ':' .. bucket)
    end
    if last > 0 then
      redis.call('HSET', meta, generation .. ':buckets', last)
    else
      redis.call('HDEL', meta, field)
      for _, other in ipairs(fields) do
        if string.sub(other, 1, #generation + 1) == generation .. ':' then redis.call('HDEL', meta, other) end
      end
    end
    return 1
  end
end
return 0
