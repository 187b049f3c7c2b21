import { defineScript } from '../shared/scripts.ts';
import { LEDGER, LIFE } from './lua.ts';
import { ANNOUNCE, ANNOUNCED_FOR } from './restart-scripts.ts';

/**
 * Puts new deliveries at the end of their outlets' queues, urgent ones before the first that waits and is not; those that
 * exist stay as they are, but take a later expiry while they are not settled. What was due in the time that is in doubt may be on its platform already. KEYS records,
 * claimable, orders, doubt, then queue + pending set of each. ARGV now, not to be sent before, then outlet, delivery,
 * body, expiry, due, urgent (or empty) of each. Returns the outlets that got something.
 */
export const OWE_DELIVERIES = defineScript(
  LEDGER,
  `
local records, claimable, orders = KEYS[1], KEYS[2], KEYS[3]
local since, doubtEnds, why = unpack(redis.call('HMGET', KEYS[4], 'since', 'until', 'why'))
local now, notBefore = tonumber(ARGV[1]), tonumber(ARGV[2])
local outlets, seen = {}, {}

local function firstToOvertake(queue, outlet)
  for _, other in ipairs(redis.call('LRANGE', queue, 0, -1)) do
    local waiting = load(records, other, outlet)
    if waiting.status ~= 'sending' and not waiting.urgent then return other end
  end
end

for i = 0, (#ARGV - 2) / 6 - 1 do
  local outlet, delivery, body, expiresAt, dueAt, urgent = unpack(ARGV, 6 * i + 3, 6 * i + 8)
  local queue, pending = KEYS[2 * i + 5], KEYS[2 * i + 6]
  if redis.call('HEXISTS', records, delivery .. '|' .. outlet) == 0 then
    local record = {
      v = 1,
      place = redis.call('HLEN', records),
      order = redis.call('HINCRBY', orders, outlet, 1),
      body = body,
      owedAt = now,
      expiresAt = tonumber(expiresAt),
      attempts = 0,
      status = 'owed',
      notBefore = notBefore,
    }
    if urgent ~= '' then record.urgent = true end
    if doubtEnds and tonumber(dueAt) <= tonumber(doubtEnds) then
      doubt(record, tonumber(dueAt), tonumber(since), why)
    end
    local overtaken = record.urgent and firstToOvertake(queue, outlet)
    save(records, delivery, outlet, record)
    redis.call('SADD', pending, outlet)
    if overtaken then
      redis.call('LINSERT', queue, 'BEFORE', overtaken, delivery)
      reschedule(records, claimable, queue, outlet)
    elseif redis.call('RPUSH', queue, delivery) == 1 then
      reschedule(records, claimable, queue, outlet)
    end
    if not seen[outlet] then
      seen[outlet] = true
      outlets[#outlets + 1] = outlet
    end
  else
    local record = load(records, delivery, outlet)
    local unsettled = record.status == 'owed' or record.status == 'sending'
    if unsettled and tonumber(expiresAt) > record.expiresAt then
      record.expiresAt = tonumber(expiresAt)
      save(records, delivery, outlet, record)
    end
  end
end
return outlets
`,
);

/**
 * Leases the first unsettled delivery, giving up what is past its time on the way. A sender is given nothing before
 * its announcement is on disk, nor in a new life of the store before that was looked into. KEYS records, claimable,
 * queue, life, senders. ARGV outlet, lease, now, length of the lease, problem of what is too late, prefix of the
 * pending sets, sender (empty: a store that forgets nothing), time until a write is on disk. Returns claimed delivery
 * and record (or empty), when to look again (or empty; "restarted" in a new life), and delivery + record of
 * everything given up.
 */
export const CLAIM_DELIVERY = defineScript(
  LEDGER,
  LIFE,
  ANNOUNCE,
  `
local records, claimable, queue, life, senders = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local outlet, lease, now, leaseFor, tooLate, pending = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5], ARGV[6]
local sender, onDiskAfter = ARGV[7], tonumber(ARGV[8])
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
  -- The answer to the same question was lost on its way.
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
    local begins = announce(senders, sender, now, onDiskAfter, ${ANNOUNCED_FOR})
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
`,
);

/**
 * The message goes out. KEYS records, claimable, queue. ARGV outlet, delivery, lease, now, end of the lease. Returns 0
 * when the lease is not held any more.
 */
export const BEGIN_SENDING = defineScript(
  LEDGER,
  `
local records, claimable, queue = KEYS[1], KEYS[2], KEYS[3]
local outlet, delivery, lease = ARGV[1], ARGV[2], ARGV[3]
local record = load(records, delivery, outlet)
if not record or record.status ~= 'sending' or record.lease ~= lease then return 0 end
-- A repeat says nothing new: the first attempt is what may have reached the platform.
if isWaiting(record) then record.claimedAt, record.waiting = tonumber(ARGV[4]), nil end
record.leaseUntil = tonumber(ARGV[5])
save(records, delivery, outlet, record)
reschedule(records, claimable, queue, outlet)
return 1
`,
);

/**
 * Prolongs a lease that is still held. KEYS records, claimable, queue. ARGV outlet, delivery, lease, until.
 */
export const RENEW_LEASE = defineScript(
  LEDGER,
  `
local records, claimable, queue = KEYS[1], KEYS[2], KEYS[3]
local outlet, delivery, lease = ARGV[1], ARGV[2], ARGV[3]
local record = load(records, delivery, outlet)
if not record or record.status ~= 'sending' or record.lease ~= lease then return 0 end
record.leaseUntil = tonumber(ARGV[4])
save(records, delivery, outlet, record)
reschedule(records, claimable, queue, outlet)
return 1
`,
);

/**
 * The leases that run on. KEYS records, claimable. ARGV now, what a key of an outlet's queue begins with, most. Returns
 * outlet, delivery and lease of each.
 */
export const LIST_LEASES = defineScript(
  LEDGER,
  `
local found = {}
local later = '(' .. ARGV[1]
for _, outlet in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], later, '+inf', 'LIMIT', 0, ARGV[3])) do
  local delivery = redis.call('LINDEX', ARGV[2] .. outlet, 0)
  local record = delivery and load(KEYS[1], delivery, outlet)
  if record and record.status == 'sending' then
    found[#found + 1] = outlet
    found[#found + 1] = delivery
    found[#found + 1] = record.lease
  end
end
return found
`,
);

/**
 * Ends an attempt, if its lease is still held, or if its message is there: then whoever holds the lease by now will
 * find it. KEYS records, claimable, queue, pending. ARGV outlet, delivery, lease, kind, now, detail, why, notBefore,
 * whether what is owed again may be there (or empty).
 */
export const SETTLE_DELIVERY = defineScript(
  LEDGER,
  `
local records, claimable, queue, pending = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local outlet, delivery, lease, kind, now = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local record = load(records, delivery, outlet)
if not record then return 0 end
if record.settledBy == lease and record.status == kind then return 1 end
local isHeld = record.status == 'sending' and record.lease == lease
local isOpen = record.claimedAt and record.status ~= 'sent' and record.status ~= 'refused'
if not isHeld and not (kind == 'sent' and isOpen) then return 0 end
enter(record, kind, now)
record.settledBy = lease
if kind == 'owed' then
  record.notBefore, record.why = tonumber(ARGV[8]), ARGV[7]
  if ARGV[9] ~= '' then record.firstTriedAt = record.firstTriedAt or record.claimedAt end
else
  leaveQueue(record, delivery, outlet, queue, pending, ARGV[7], ARGV[6])
end
save(records, delivery, outlet, record)
reschedule(records, claimable, queue, outlet)
return 1
`,
);

/**
 * Settles an unknown delivery, or puts it or a refused one back at its place in the outlet's order (behind one that is
 * being sent).
 * Owed again means that it is known not to be there, so nobody has to look for it. KEYS and ARGV as for settling,
 * without the lease's meaning.
 */
export const RESOLVE_DELIVERY = defineScript(
  LEDGER,
  `
local records, claimable, queue, pending = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local outlet, delivery, kind, now = ARGV[1], ARGV[2], ARGV[4], tonumber(ARGV[5])
local record = load(records, delivery, outlet)
if not record then return 0 end
if record.status ~= 'unknown' and not (record.status == 'refused' and kind == 'owed') then return 0 end
enter(record, kind, now)
if kind ~= 'owed' then
  record.detail = ARGV[6]
  save(records, delivery, outlet, record)
  return 1
end
record.notBefore, record.why, record.firstTriedAt, record.doubt = tonumber(ARGV[8]), ARGV[7], nil, nil
save(records, delivery, outlet, record)
local follower
for _, other in ipairs(redis.call('LRANGE', queue, 0, -1)) do
  local candidate = load(records, other, outlet)
  if candidate.status ~= 'sending' and candidate.order > record.order then
    follower = other
    break
  end
end
if follower then
  redis.call('LINSERT', queue, 'BEFORE', follower, delivery)
else
  redis.call('RPUSH', queue, delivery)
end
redis.call('SADD', pending, outlet)
reschedule(records, claimable, queue, outlet)
return 1
`,
);

/**
 * Gives up a delivery in some outlets where it is owed, has not begun, and is certainly not there already: nothing is
 * certain in a new life of the store before that was looked into. KEYS records, claimable, pending, life, senders,
 * then each outlet's queue. ARGV delivery, problem, now, then the outlets. Returns in how many.
 */
export const WITHDRAW_DELIVERY = defineScript(
  LEDGER,
  LIFE,
  `
local records, claimable, pending = KEYS[1], KEYS[2], KEYS[3]
local delivery, problem, now = ARGV[1], ARGV[2], tonumber(ARGV[3])
local withdrawn = 0
local life = redis.call('HGET', KEYS[4], 'run')
if life and life ~= lifeNow() and redis.call('EXISTS', KEYS[5]) == 1 then return 0 end
for i = 4, #ARGV do
  local outlet, queue = ARGV[i], KEYS[i + 2]
  local record = load(records, delivery, outlet)
  if record and (record.status == 'owed' or isWaiting(record)) and not record.firstTriedAt then
    giveUp(record, problem, now)
    save(records, delivery, outlet, record)
    redis.call('LREM', queue, 1, delivery)
    redis.call('SREM', pending, outlet)
    reschedule(records, claimable, queue, outlet)
    withdrawn = withdrawn + 1
  end
end
return withdrawn
`,
);

/**
 * Writes again what a Redis that lost its last second has forgotten: a delivery that was settled, or that somebody is
 * sending right now. What is settled stays as it is. KEYS records, claimable, orders, queue, pending. ARGV outlet,
 * delivery, body, owedAt, expiresAt, kind, now, detail, why, lease, leaseUntil, when it was first tried.
 */
export const RESTORE_DELIVERY = defineScript(
  LEDGER,
  `
local records, claimable, orders, queue, pending = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local outlet, delivery, kind, now = ARGV[1], ARGV[2], ARGV[6], tonumber(ARGV[7])
local record = load(records, delivery, outlet)
local isKnown = kind == 'sent' or kind == 'refused'
if record and (record.status == 'sent' or record.status == 'refused' or record.status == 'unknown' and not isKnown) then
  return 0
end
if not record then
  record = {
    v = 1,
    place = redis.call('HLEN', records),
    order = redis.call('HINCRBY', orders, outlet, 1),
    body = ARGV[3],
    owedAt = tonumber(ARGV[4]),
    expiresAt = tonumber(ARGV[5]),
    attempts = 1,
  }
  redis.call('RPUSH', queue, delivery)
  redis.call('SADD', pending, outlet)
end
record.claimedAt = record.claimedAt or tonumber(ARGV[12])
enter(record, kind, now)
if kind == 'sending' then
  record.lease, record.leaseUntil = ARGV[10], tonumber(ARGV[11])
else
  leaveQueue(record, delivery, outlet, queue, pending, ARGV[9], ARGV[8])
end
save(records, delivery, outlet, record)
reschedule(records, claimable, queue, outlet)
return 1
`,
);
