-- Deletes up to 1,000 buckets of a generation, the last ones first. Returns how many are left.
local function dropBuckets(meta, generation)
  local buckets = tonumber(redis.call('HGET', meta, generation .. ':buckets') or 1)
  local left = math.max(buckets - 1000, 0)
  for bucket = buckets - 1, left, -1 do
    redis.call('UNLINK', meta .. ':' .. generation .. ':' .. bucket)
  end
  if left > 0 then redis.call('HSET', meta, generation .. ':buckets', left) end
  return left
end
