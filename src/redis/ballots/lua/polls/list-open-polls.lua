-- Lists a season's open polls. KEYS open. ARGV prefix of the polls' keys.

local found = {}
local entries = redis.call('HGETALL', KEYS[1])
for i = 1, #entries, 2 do
  found[#found + 1] = redis.call('HGET', ARGV[1] .. entries[i + 1], entries[i])
end
return found
