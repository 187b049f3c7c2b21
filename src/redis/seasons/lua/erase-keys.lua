-- Deletes up to 2,000 keys that match a pattern, KEYS[1] after all others. Returns 1 when there is more to do. ARGV pattern.

local keys = redis.call('KEYS', ARGV[1])
for i = 1, math.min(#keys, 2000) do
  if keys[i] ~= KEYS[1] then redis.call('UNLINK', keys[i]) end
end
if #keys > 2000 then return 1 end
redis.call('UNLINK', KEYS[1])
return 0
