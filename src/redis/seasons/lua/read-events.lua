-- The events after the last one that a reader knows, from one moment. Returns all events if the log no longer has that
-- event at its place, or was restored since. KEYS events, restore. ARGV version, digest of the last event, restore.

local from = tonumber(ARGV[1])
local restore = redis.call('GET', KEYS[2]) or ''
local last = from > 0 and redis.call('LINDEX', KEYS[1], from - 1)
if not last or redis.sha1hex(last) ~= ARGV[2] or restore ~= ARGV[3] then from = 0 end
return { from, restore, redis.call('LRANGE', KEYS[1], from, -1) }
