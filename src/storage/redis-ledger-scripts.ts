import { defineScript } from './redis-scripts.ts';

/**
 * A delivery's record is flat JSON of strings and numbers only, which Lua's cjson reads and writes without loss;
 * what Lua has no business with (`body`, `detail`) is JSON in a string.
 */
const LEDGER = `
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
end

-- What may be on the platform already is worth a look for this long after its expiry.
local LOOK_FOR = 3600000

-- A lease that ran out, a backoff that is over, or an expiry that a claim has to notice.
local function nextLook(record)
  if record.status == 'sending' then return record.leaseUntil end
  if record.firstTriedAt then return record.notBefore end
  return math.min(record.notBefore, record.expiresAt + 1)
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
`;

/**
 * Puts new deliveries at the end of their outlets' queues; those that exist stay as they are. KEYS records,
 * claimable, orders, then queue + pending set of each. ARGV now, then outlet, delivery, body, expiry of each.
 * Returns the outlets that got something.
 */
export const OWE_DELIVERIES = defineScript(
  LEDGER,
  `
local records, claimable, orders = KEYS[1], KEYS[2], KEYS[3]
local now = tonumber(ARGV[1])
local outlets, seen = {}, {}
for i = 0, (#ARGV - 1) / 4 - 1 do
  local outlet, delivery, body, expiresAt = unpack(ARGV, 4 * i + 2, 4 * i + 5)
  local queue, pending = KEYS[2 * i + 4], KEYS[2 * i + 5]
  if redis.call('HEXISTS', records, delivery .. '|' .. outlet) == 0 then
    save(records, delivery, outlet, {
      v = 1,
      place = redis.call('HLEN', records),
      order = redis.call('HINCRBY', orders, outlet, 1),
      body = body,
      owedAt = now,
      expiresAt = tonumber(expiresAt),
      attempts = 0,
      status = 'owed',
      notBefore = now,
    })
    redis.call('SADD', pending, outlet)
    if redis.call('RPUSH', queue, delivery) == 1 then reschedule(records, claimable, queue, outlet) end
    if not seen[outlet] then
      seen[outlet] = true
      outlets[#outlets + 1] = outlet
    end
  end
end
return outlets
`,
);

/**
 * Leases the first unsettled delivery, giving up what is past its time on the way. KEYS records, claimable, queue.
 * ARGV outlet, lease, now, length of the lease, problem of what is too late, prefix of the pending sets.
 * Returns claimed delivery and record (or empty), when to look again (or empty), and delivery + record of
 * everything given up.
 */
export const CLAIM_DELIVERY = defineScript(
  LEDGER,
  `
local records, claimable, queue = KEYS[1], KEYS[2], KEYS[3]
local outlet, lease, now, leaseFor, tooLate, pending = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5], ARGV[6]
local expired = {}
while true do
  local delivery = redis.call('LINDEX', queue, 0)
  if not delivery then
    redis.call('ZREM', claimable, outlet)
    return { '', '', '', expired }
  end
  local record = load(records, delivery, outlet)
  if nextLook(record) > now then
    reschedule(records, claimable, queue, outlet)
    return { '', '', string.format('%.17g', nextLook(record)), expired }
  end
  if record.status == 'sending' then
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
    record.claimedAt, record.attempts = now, record.attempts + 1
    local text = save(records, delivery, outlet, record)
    reschedule(records, claimable, queue, outlet)
    return { delivery, text, '', expired }
  end
end
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
 * Ends an attempt, if its lease is still held. KEYS records, claimable, queue, pending. ARGV outlet, delivery, lease,
 * kind, now, detail, why, notBefore.
 */
export const SETTLE_DELIVERY = defineScript(
  LEDGER,
  `
local records, claimable, queue, pending = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local outlet, delivery, lease, kind, now = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local record = load(records, delivery, outlet)
if not record or record.status ~= 'sending' or record.lease ~= lease then return 0 end
enter(record, kind, now)
if kind == 'owed' then
  record.notBefore, record.why = tonumber(ARGV[8]), ARGV[7]
else
  if kind == 'unknown' then
    record.why, record.firstTriedAt = ARGV[7], record.firstTriedAt or record.claimedAt
  else
    record.detail = ARGV[6]
  end
  redis.call('LREM', queue, 1, delivery)
  redis.call('SREM', pending, outlet)
end
save(records, delivery, outlet, record)
reschedule(records, claimable, queue, outlet)
return 1
`,
);

/**
 * Settles an unknown delivery, or puts it back at its place in the outlet's order (behind one that is being sent).
 * Owed again means that it is known not to be there, so nobody has to look for it. KEYS and ARGV as for settling,
 * without the lease's meaning.
 */
export const RESOLVE_DELIVERY = defineScript(
  LEDGER,
  `
local records, claimable, queue, pending = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local outlet, delivery, kind, now = ARGV[1], ARGV[2], ARGV[4], tonumber(ARGV[5])
local record = load(records, delivery, outlet)
if not record or record.status ~= 'unknown' then return 0 end
enter(record, kind, now)
if kind ~= 'owed' then
  record.detail = ARGV[6]
  save(records, delivery, outlet, record)
  return 1
end
record.notBefore, record.why, record.firstTriedAt = tonumber(ARGV[8]), ARGV[7], nil
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
 * Gives up a delivery in some outlets where it is owed, not being sent, and certainly not there already. KEYS records, claimable, pending, then each
 * outlet's queue. ARGV delivery, problem, now, then the outlets. Returns in how many.
 */
export const WITHDRAW_DELIVERY = defineScript(
  LEDGER,
  `
local records, claimable, pending = KEYS[1], KEYS[2], KEYS[3]
local delivery, problem, now = ARGV[1], ARGV[2], tonumber(ARGV[3])
local withdrawn = 0
for i = 4, #ARGV do
  local outlet, queue = ARGV[i], KEYS[i]
  local record = load(records, delivery, outlet)
  if record and record.status == 'owed' and not record.firstTriedAt then
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
 * delivery, body, owedAt, expiresAt, kind, now, detail, why, lease, leaseUntil.
 */
export const RESTORE_DELIVERY = defineScript(
  LEDGER,
  `
local records, claimable, orders, queue, pending = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local outlet, delivery, kind, now = ARGV[1], ARGV[2], ARGV[6], tonumber(ARGV[7])
local record = load(records, delivery, outlet)
if record and (record.status == 'sent' or record.status == 'refused' or record.status == kind and kind == 'unknown') then
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
record.claimedAt = record.claimedAt or now
enter(record, kind, now)
if kind == 'sending' then
  record.lease, record.leaseUntil = ARGV[10], tonumber(ARGV[11])
else
  if kind == 'unknown' then
    record.why, record.firstTriedAt = ARGV[9], record.firstTriedAt or record.claimedAt
  else
    record.detail = ARGV[8]
  end
  redis.call('LREM', queue, 1, delivery)
  redis.call('SREM', pending, outlet)
end
save(records, delivery, outlet, record)
reschedule(records, claimable, queue, outlet)
return 1
`,
);
