-- The index of native polls, and what is held for unknown polls. All keys share one tag, so that one script
-- decides both whether a poll is known and whether its batch is held. A held batch stays until it was counted
-- (`RELEASE_HELD`), so an interrupted registration loses nothing. Values: batch `<held at>:<ballots>:<JSON>`,
-- snapshot `<sequence>:<held at>:<epoch>.<number>:<JSON>`.
local function heldFor(polls, held, snapshots, poll)
  return { redis.call('HGET', polls, poll) or '', redis.call('HVALS', held), redis.call('HGET', snapshots, poll) or '' }
end

local function ballotsIn(value)
  return tonumber(string.match(value, '^%-?[%d.]+:(%d+):'))
end

local function forgetBallots(totals, poll, ballots)
  redis.call('HINCRBY', totals, 'held', -ballots)
  if redis.call('HINCRBY', totals, 'of:' .. poll, -ballots) <= 0 then redis.call('HDEL', totals, 'of:' .. poll) end
end
