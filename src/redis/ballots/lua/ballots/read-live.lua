-- Returns the counts per answer of the current generation, and the newest snapshot. KEYS poll. ARGV number of
-- answers.

local current, snapshot = unpack(redis.call('HMGET', KEYS[1], 'current', 'snapshot'))
local counts = {}
for answer = 0, tonumber(ARGV[1]) - 1 do
  counts[answer + 1] = tonumber(redis.call('HGET', KEYS[1], (current or '0') .. ':' .. answer) or 0)
end
return { counts, snapshot or '' }
