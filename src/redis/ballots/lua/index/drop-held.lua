-- Drops batches that have been held since before an instant. KEYS held polls, snapshots, totals. ARGV before, prefix of the
-- held batches' keys. Returns how many ballots were dropped (with those refused since the last call), and how many polls were
-- dropped since then because there were too many.
-- include held.lua

local heldPolls, snapshots, totals = unpack(KEYS)
local before, prefix = tonumber(ARGV[1]), ARGV[2]
local dropped = tonumber(redis.call('HGET', totals, 'refused') or 0)
local polls = tonumber(redis.call('HGET', totals, 'polls') or 0)
redis.call('HDEL', totals, 'refused', 'polls')
for _, poll in ipairs(redis.call('ZRANGEBYSCORE', heldPolls, '-inf', '(' .. ARGV[1])) do
  local oldest = math.huge
  local entries = redis.call('HGETALL', prefix .. poll)
  for i = 1, #entries, 2 do
    local at = tonumber(string.match(entries[i + 1], '^[^:]+'))
    if at < before then
      local ballots = ballotsIn(entries[i + 1])
      redis.call('HDEL', prefix .. poll, entries[i])
      forgetBallots(totals, poll, ballots)
      dropped = dropped + ballots
    else
      oldest = math.min(oldest, at)
    end
  end
  local snapshot = redis.call('HGET', snapshots, poll)
  if snapshot then
    local at = tonumber(string.match(snapshot, '^[^:]+:([^:]+)'))
    if at < before then
      redis.call('HDEL', snapshots, poll)
    else
      oldest = math.min(oldest, at)
    end
  end
  if oldest == math.huge then
    redis.call('ZREM', heldPolls, poll)
  else
    redis.call('ZADD', heldPolls, oldest, poll)
  end
end
return { dropped, polls }
