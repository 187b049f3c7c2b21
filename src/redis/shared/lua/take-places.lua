-- A window is a sorted set of the grants in it, scored by Redis' own microseconds. KEYS: for each rule its
-- window and its pause. ARGV: a name for this grant; for each rule its limit and its window in milliseconds.
-- Returns {0, 0} when granted, else {milliseconds to wait, number of the rule}.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local wait, blocking = 0, 0
for rule = 1, #KEYS / 2 do
  local window, pause = KEYS[rule * 2 - 1], KEYS[rule * 2]
  local limit, length = tonumber(ARGV[rule * 2]), ARGV[rule * 2 + 1] * 1000
  local rest = redis.call('PTTL', pause) * 1000
  redis.call('ZREMRANGEBYSCORE', window, '-inf', string.format('%.0f', now - length))
  -- The server's clock was set back. Grants in the future count as of now; otherwise they would block until
  -- then.
  for _, grant in ipairs(redis.call('ZRANGEBYSCORE', window, string.format('(%.0f', now), '+inf')) do
    redis.call('ZADD', window, string.format('%.0f', now), grant)
  end
  local taken = redis.call('ZCARD', window)
  if taken >= limit then
    local leaves = redis.call('ZRANGE', window, taken - limit, taken - limit, 'WITHSCORES')[2]
    rest = math.max(rest, leaves + length - now)
  end
  if rest > wait then wait, blocking = rest, rule end
end
if wait > 0 then return {math.ceil(wait / 1000), blocking} end
for rule = 1, #KEYS / 2 do
  local window = KEYS[rule * 2 - 1]
  redis.call('ZADD', window, string.format('%.0f', now), ARGV[1])
  redis.call('PEXPIRE', window, ARGV[rule * 2 + 1] + 1000)
end
return {0, 0}
