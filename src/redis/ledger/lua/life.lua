-- Which life of the store a season is in: every start of a server has a run id of its own, and so has every server
-- that takes over from another. A service that tells none is taken for one that never starts again.
local function lifeNow()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or 'unnamed'
end
