-- KEYS attempts. ARGV poll, lease, next, whether the poll is closed (or empty).
-- include closings.lua

local attempt = held()
if not attempt then return 0 end
save({ began = attempt.began, next = tonumber(ARGV[3]), closed = ARGV[4] ~= '' or nil })
return 1
