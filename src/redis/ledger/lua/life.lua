-- Which life of the store a season is in. Each start of a server has its own run id, and so has a server that takes over
-- after a failover. A service that reports no run id is treated as one that never restarts.
local function lifeNow()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or 'unnamed'
end
