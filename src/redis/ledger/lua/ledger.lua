-- What the ledger's scripts share. A delivery's record is flat JSON of strings and numbers only, which Lua's cjson reads and
-- writes without loss. What Lua doesn't need (`body`, `detail`) is JSON inside a string.
local function load(records, delivery, outlet)
  local text = redis.call('HGET', records, delivery .. '|' .. outlet)
  return text and cjson.decode(text)
end

local function save(records, delivery, outlet, record)
  local text = cjson.encode(record)
  redis.call('HSET', records, delivery .. '|' .. outlet, text)
  return text
end

local function enter(record, status, now)
  record.status, record.at = status, now
  record.notBefore, record.why, record.lease, record.leaseUntil, record.detail = nil, nil, nil, nil, nil
  record.waiting = nil
end

-- How long after its expiry we still look on the platform for a message that may be there.
local LOOK_FOR = 3600000

-- When to check it next: the lease ends, the backoff ends, or it expires.
local function nextLook(record)
  if record.status == 'sending' then return record.leaseUntil end
  if record.firstTriedAt then return record.notBefore end
  return math.min(record.notBefore, record.expiresAt + 1)
end

-- Claimed, and nothing is sent yet: its sender waits for a place in the rate limits. The mark names the lease, because an
-- older version that takes the delivery over sends it at once and leaves the mark as it is.
local function isWaiting(record)
  return record.status == 'sending' and record.waiting == record.lease
end

local function reschedule(records, claimable, queue, outlet)
  local first = redis.call('LINDEX', queue, 0)
  if first then
    redis.call('ZADD', claimable, nextLook(load(records, first, outlet)), outlet)
  else
    redis.call('ZREM', claimable, outlet)
  end
end

-- A message that may be on the platform must not be called refused.
local function giveUp(record, problem, now)
  if record.firstTriedAt then
    enter(record, 'unknown', now)
    record.why = cjson.decode(problem).what
  else
    enter(record, 'refused', now)
    record.detail = problem
  end
end

-- Removes what is no longer to be sent: it is sent, refused or unknown.
local function leaveQueue(record, delivery, outlet, queue, pending, why, detail)
  if record.status == 'unknown' then
    record.why, record.firstTriedAt = why, record.firstTriedAt or record.claimedAt
  else
    record.detail = detail
  end
  redis.call('LREM', queue, 1, delivery)
  redis.call('SREM', pending, outlet)
end

-- A lost attempt may have reached the platform, but not before the uncertain window.
local function doubt(record, due, since, why)
  record.firstTriedAt, record.doubt = math.max(due, since), why
end
