-- Answers as look-up-poll.lua does, and holds the batch if the poll is not known. KEYS polls, held, snapshots, held polls,
-- totals. ARGV poll, now, `<epoch>.<number>`, number of ballots, value of the batch, sequence, value of the snapshot, most
-- ballots held for one poll, most ballots held at all, most polls, prefix of the held batches' keys. Ballots past those
-- limits are only counted. One poll too many drops the poll that was held first.
-- include held.lua

local polls, held, snapshots, heldPolls, totals = unpack(KEYS)
local poll, now, field, ballots, batch, sequence, snapshot = unpack(ARGV)
if redis.call('HEXISTS', polls, poll) == 1 then return heldFor(polls, held, snapshots, poll) end
ballots = tonumber(ballots)
if sequence ~= '' then
  local newest = redis.call('HGET', snapshots, poll)
  if not newest or tonumber(sequence) > tonumber(string.match(newest, '^[^:]+')) then
    redis.call('HSET', snapshots, poll, snapshot)
  end
  redis.call('ZADD', heldPolls, 'NX', now, poll)
end
if ballots > 0 and redis.call('HEXISTS', held, field) == 0 then
  local ofPoll = tonumber(redis.call('HGET', totals, 'of:' .. poll) or 0)
  local ofAll = tonumber(redis.call('HGET', totals, 'held') or 0)
  if ofPoll + ballots > tonumber(ARGV[8]) or ofAll + ballots > tonumber(ARGV[9]) then
    redis.call('HINCRBY', totals, 'refused', ballots)
  else
    redis.call('HSET', held, field, batch)
    redis.call('HINCRBY', totals, 'of:' .. poll, ballots)
    redis.call('HINCRBY', totals, 'held', ballots)
    redis.call('ZADD', heldPolls, 'NX', now, poll)
  end
end
while redis.call('ZCARD', heldPolls) > tonumber(ARGV[10]) do
  local first, second = unpack(redis.call('ZRANGE', heldPolls, 0, 1))
  local oldest = first ~= poll and first or second
  for _, value in ipairs(redis.call('HVALS', ARGV[11] .. oldest)) do
    forgetBallots(totals, oldest, ballotsIn(value))
    redis.call('HINCRBY', totals, 'refused', ballotsIn(value))
  end
  redis.call('DEL', ARGV[11] .. oldest)
  redis.call('HDEL', snapshots, oldest)
  redis.call('ZREM', heldPolls, oldest)
  redis.call('HINCRBY', totals, 'polls', 1)
end
return { '', {}, '' }
