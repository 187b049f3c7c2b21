-- Name, type and values of keys of one season, from one moment. KEYS those.

local found = {}
for _, key in ipairs(KEYS) do
  local kind = redis.call('TYPE', key).ok
  local values
  if kind == 'hash' then
    values = redis.call('HGETALL', key)
  elseif kind == 'zset' then
    values = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
  elseif kind == 'list' then
    values = redis.call('LRANGE', key, 0, -1)
  elseif kind == 'set' then
    values = redis.call('SMEMBERS', key)
  else
    values = { redis.call('GET', key) }
  end
  if kind ~= 'none' then found[#found + 1] = { key, kind, values } end
end
return found
