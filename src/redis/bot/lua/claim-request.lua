-- KEYS: the signature's request, the request, the count of new requests.
-- ARGV: name of the request, hash of its body, token of the claim, its lease, how long requests are kept, how many new ones
-- are taken in how long; times in milliseconds.
-- Returns what became of it, and the answer or how long to wait.

local name, body, token = ARGV[1], ARGV[2], ARGV[3]
local lease, keep, most, window = tonumber(ARGV[4]), ARGV[5], tonumber(ARGV[6]), ARGV[7]

local used = redis.call('GET', KEYS[1])
if used and used ~= name then return {'signature-used'} end
redis.call('SET', KEYS[1], name, 'PX', keep)

local known = redis.call('HMGET', KEYS[2], 'body', 'answer', 'until')
if known[1] and known[1] ~= body then return {'other-body'} end
if known[2] then return {'answered', known[2]} end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if known[1] then
  local left = tonumber(known[3]) - now
  -- A claim in the future was made before the server's clock was set back.
  if left > 0 and left <= lease then return {'under-way', left} end
else
  local count = redis.call('INCR', KEYS[3])
  if count == 1 then redis.call('PEXPIRE', KEYS[3], window) end
  if count > most then return {'too-many', redis.call('PTTL', KEYS[3])} end
end
redis.call('HSET', KEYS[2], 'body', body, 'token', token, 'until', string.format('%.0f', now + lease))
redis.call('PEXPIRE', KEYS[2], keep)
return {'granted'}
