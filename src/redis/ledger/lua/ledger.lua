-- What the ledger's scripts share. A delivery's record is flat JSON of strings and numbers only, which Lua's cjson
-- reads and writes without loss; what Lua has no business with (`body`, `detail`) is JSON in a string.
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

-- What may be on the platform already is worth a look for this long after its expiry.
local LOOK_FOR = 3600000

-- A lease that ran out, a backoff that is over, or an expiry that a claim has to notice.
local function nextLook(record)
  if record.status == 'sending' then return record.leaseUntil end
  if record.firstTriedAt then return record.notBefore end
  return math.min(record.notBefore, record.expiresAt + 1)
end

-- Claimed, and nothing of it has gone out: its sender waits for a place in the rate limits. The mark names the lease, as
-- an older version that takes the delivery over sends it at once and leaves the mark as it is.
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

-- What may be on the platform already must not be called refused.
local function giveUp(record, problem, now)
  if record.firstTriedAt then
    enter(record, 'unknown', now)
    record.why = cjson.decode(problem).what
  else
    enter(record, 'refused', now)
    record.detail = problem
  end
end

-- Nothing is to be sent any more: it is sent, refused or unknown.
local function leaveQueue(record, delivery, outlet, queue, pending, why, detail)
  if record.status == 'unknown' then
    record.why, record.firstTriedAt = why, record.firstTriedAt or record.claimedAt
  else
    record.detail = detail
  end
  redis.call('LREM', queue, 1, delivery)
  redis.call('SREM', pending, outlet)
end

-- An attempt that nobody remembers may have reached the platform, though not before the time that is in doubt.
local function doubt(record, due, since, why)
  record.firstTriedAt, record.doubt = math.max(due, since), why
end
