-- Leases the first unsettled delivery, and gives up expired ones on the way. A sender gets nothing until its announcement is
-- on disk. In a new life of the store it gets nothing until the restart was dealt with. KEYS records, claimable, queue, life,
-- senders. ARGV outlet, lease, now, length of the lease, problem of what is too late, prefix of the pending sets, sender
-- (empty: a store that loses nothing), time until a write is on disk, how long an announcement holds. Returns claimed
-- delivery and record (or empty), when to check again (or empty; "restarted" in a new life), and delivery + record of
-- everything given up.
-- include ledger.lua
-- include life.lua
-- include announce.lua

local records, claimable, queue, life, senders = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local outlet, lease, now, leaseFor, tooLate, pending = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5], ARGV[6]
local sender, onDiskAfter, announcedFor = ARGV[7], tonumber(ARGV[8]), tonumber(ARGV[9])
local expired = {}

local function later(instant)
  reschedule(records, claimable, queue, outlet)
  return { '', '', string.format('%.17g', instant), expired }
end

local announced = sender == ''
while true do
  local delivery = redis.call('LINDEX', queue, 0)
  if not delivery then
    redis.call('ZREM', claimable, outlet)
    return { '', '', '', expired }
  end
  local record = load(records, delivery, outlet)
  -- The answer to an earlier call with this lease was lost.
  if record.status == 'sending' and record.lease == lease then
    record.leaseUntil = now + leaseFor
    return { delivery, save(records, delivery, outlet, record), '', expired }
  end
  if nextLook(record) > now + onDiskAfter then return later(nextLook(record)) end
  if not announced then
    local run = lifeNow()
    if redis.call('HSETNX', life, 'run', run) == 0 and redis.call('HGET', life, 'run') ~= run then
      return { '', '', 'restarted', expired }
    end
    local begins = announce(senders, sender, now, onDiskAfter, announcedFor)
    if begins > now then return later(math.max(begins, nextLook(record))) end
    announced = true
  end
  if nextLook(record) > now then return later(nextLook(record)) end
  if record.status == 'sending' and not isWaiting(record) then
    record.firstTriedAt = record.firstTriedAt or record.claimedAt
  end
  if now > record.expiresAt + (record.firstTriedAt and LOOK_FOR or 0) then
    giveUp(record, tooLate, now)
    redis.call('LPOP', queue)
    redis.call('SREM', pending .. delivery, outlet)
    expired[#expired + 1] = delivery
    expired[#expired + 1] = save(records, delivery, outlet, record)
  else
    enter(record, 'sending', now)
    record.lease, record.leaseUntil = lease, now + leaseFor
    record.claimedAt, record.attempts, record.settledBy = now, record.attempts + 1, nil
    record.waiting = lease
    local text = save(records, delivery, outlet, record)
    reschedule(records, claimable, queue, outlet)
    return { delivery, text, '', expired }
  end
end
