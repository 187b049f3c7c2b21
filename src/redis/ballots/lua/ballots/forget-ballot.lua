-- Deletes one voter's ballot from the current generation and from one that is being built. The counts of an open poll change
-- with it; a closed poll's counts are the platform's and stay. Returns how many ballots were deleted, 0 or 1. KEYS poll. ARGV
-- voter.
-- include ballots.lua

local meta, voter = KEYS[1], ARGV[1]
local function forget(generation, counted)
  local step = begin(meta, generation, CURRENT)
  local half = 1
  while half * 2 <= step.buckets do half = half * 2 end
  local key = step.base .. bucketOf(voter, step.buckets, half)
  local value = call('HGET', key, voter)
  if not value then return 0 end
  call('HDEL', key, voter)
  call('HINCRBY', meta, generation .. ':size', -1)
  local answer = answerOf(tonumber(value))
  if answer and counted then call('HINCRBY', meta, generation .. ':' .. answer, -1) end
  return answer and 1 or 0
end
local state = call('HMGET', meta, 'closed', 'current', 'construction')
if state[3] then forget(state[3], true) end
return forget(state[2] or '0', not state[1])
