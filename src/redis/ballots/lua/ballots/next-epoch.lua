-- An epoch is never below the time of day in milliseconds. If the store lost its data, or a season was restored into a new
-- one, polls may have seen batches of an epoch that a count from 1 would not reach. KEYS epoch.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local epoch = string.format('%.0f', math.max(tonumber(redis.call('GET', KEYS[1]) or '0') + 1, now))
redis.call('SET', KEYS[1], epoch)
return epoch
