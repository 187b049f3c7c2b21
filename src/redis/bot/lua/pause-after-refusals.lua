-- KEYS: the current pause, how many pauses there were in a row. ARGV: first and longest pause, how long the row is remembered
-- after a pause, a factor of 1-1.25 in thousandths. Returns what is left of the pause in milliseconds.

local rest = redis.call('PTTL', KEYS[1])
if rest > 0 then return rest end
local row = redis.call('INCR', KEYS[2])
local pause = math.min(ARGV[1] * 2 ^ math.min(row - 1, 20), tonumber(ARGV[2]))
pause = math.ceil(pause * ARGV[4] / 1000)
redis.call('SET', KEYS[1], '', 'PX', pause)
redis.call('PEXPIRE', KEYS[2], pause + ARGV[3])
return pause
