-- Gives a poll its number in the season, from 1, or returns the number that it has already. KEYS numbers, open, polls of the
-- round. ARGV poll, round, record.

local numbers, open, polls = KEYS[1], KEYS[2], KEYS[3]
local known = redis.call('HGET', numbers, ARGV[1])
if known then return tonumber(known) end
local number = redis.call('HLEN', numbers) + 1
redis.call('HSET', numbers, ARGV[1], number)
redis.call('HSET', open, ARGV[1], ARGV[2])
redis.call('HSET', polls, ARGV[1], ARGV[3])
return number
