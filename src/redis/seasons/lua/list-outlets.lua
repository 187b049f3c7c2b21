-- KEYS outlets, order.

local found = {}
for i, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  found[i] = redis.call('HGET', KEYS[1], id)
end
return found
