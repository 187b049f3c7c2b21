-- Records a request, unless its community has one open or a limit is reached. KEYS connections, waiting, requests of
-- the day. ARGV outlet, connection, community, how long the day's numbers are kept, then name + most of each limit.
-- Returns the outcome, and the open request with its outlet, or the limit. A request that is not JSON counts as none.

local open = redis.call('HGET', KEYS[2], ARGV[3])
local text = open and redis.call('HGET', KEYS[1], open)
local isJson, record = pcall(cjson.decode, text or '')
local data = isJson and type(record) == 'table' and record.data
if type(data) == 'table' and data.state == 'waiting' then return { 'waiting', text, open } end
for i = 5, #ARGV, 2 do
  if tonumber(redis.call('HGET', KEYS[3], ARGV[i]) or 0) >= tonumber(ARGV[i + 1]) then
    return { 'too-many', ARGV[i] }
  end
end
for i = 5, #ARGV, 2 do redis.call('HINCRBY', KEYS[3], ARGV[i], 1) end
redis.call('PEXPIRE', KEYS[3], ARGV[4])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('HSET', KEYS[2], ARGV[3], ARGV[1])
return { 'asked', '' }
