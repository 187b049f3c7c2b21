-- Removes held batches of a known poll after they were counted. KEYS held, snapshots, held polls, totals. ARGV poll, then
-- `<epoch>.<number>` of each.
-- include held.lua

local held, snapshots, heldPolls, totals = unpack(KEYS)
local poll = ARGV[1]
for i = 2, #ARGV do
  local value = redis.call('HGET', held, ARGV[i])
  if value then
    redis.call('HDEL', held, ARGV[i])
    forgetBallots(totals, poll, ballotsIn(value))
  end
  local snapshot = redis.call('HGET', snapshots, poll)
  if snapshot and string.match(snapshot, '^[^:]+:[^:]+:([^:]+):') == ARGV[i] then redis.call('HDEL', snapshots, poll) end
end
if redis.call('EXISTS', held) == 0 and redis.call('HEXISTS', snapshots, poll) == 0 then
  redis.call('ZREM', heldPolls, poll)
end
