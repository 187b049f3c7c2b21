-- Ids, polls and states (or empty) of a round. KEYS polls, states.

local found = {}
local entries = redis.call('HGETALL', KEYS[1])
for i = 1, #entries, 2 do
  found[#found + 1] = entries[i + 1]
  found[#found + 1] = redis.call('HGET', KEYS[2], entries[i]) or ''
end
return found
