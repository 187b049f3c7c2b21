-- For each poll its counts per answer of the current generation; or, where its number of answers is 0, its newest snapshot (or
-- empty). KEYS polls. ARGV number of answers of each.

local found = {}
for poll = 1, #KEYS do
  local answers = tonumber(ARGV[poll])
  if answers == 0 then
    found[poll] = redis.call('HGET', KEYS[poll], 'snapshot') or ''
  else
    local current = redis.call('HGET', KEYS[poll], 'current') or '0'
    local fields = {}
    for answer = 1, answers do
      fields[answer] = current .. ':' .. (answer - 1)
    end
    local counts = redis.call('HMGET', KEYS[poll], unpack(fields))
    for answer = 1, answers do
      counts[answer] = tonumber(counts[answer] or 0)
    end
    found[poll] = counts
  end
end
return found
