-- Whether the store has started a new life since this season's messages were last handed out; notes when that was first seen.
-- KEYS life, senders. ARGV now. Returns nothing, or the previous life, the current life, when it was first seen, seconds that
-- the server has been up, and the senders of the previous life.
-- include life.lua

local life, senders = KEYS[1], KEYS[2]
local before, now = redis.call('HGET', life, 'run'), lifeNow()
if not before or before == now then return false end
if redis.call('HGET', life, 'seen') ~= now then redis.call('HSET', life, 'seen', now, 'seenAt', ARGV[1]) end
local upFor = string.match(redis.call('INFO', 'server'), 'uptime_in_seconds:(%d+)') or '0'
return { before, now, redis.call('HGET', life, 'seenAt'), upFor, redis.call('HVALS', senders) }
