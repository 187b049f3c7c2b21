-- KEYS: the counts. ARGV: how many to add, length of a slot and of the window in seconds. Returns the sum.

local slot = math.floor(redis.call('TIME')[1] / ARGV[2])
if tonumber(ARGV[1]) > 0 then
  redis.call('HINCRBY', KEYS[1], slot, ARGV[1])
  redis.call('EXPIRE', KEYS[1], ARGV[3] * 2)
end
local counts, sum = redis.call('HGETALL', KEYS[1]), 0
for index = 1, #counts, 2 do
  local age = slot - counts[index]
  -- The server's clock was set back. Slots in the future count as expired.
  if age < 0 or age > ARGV[3] / ARGV[2] then redis.call('HDEL', KEYS[1], counts[index])
  else sum = sum + counts[index + 1] end
end
return sum
