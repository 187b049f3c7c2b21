-- KEYS attempts. ARGV poll, lease, until.
-- include closings.lua

local attempt = held()
if not attempt then return 0 end
attempt.next = tonumber(ARGV[3])
save(attempt)
return 1
