-- Rewrites what a Redis that lost its last second has forgotten: a delivery that was settled, or that is being sent right
-- now. A settled record stays as it is. KEYS records, claimable, orders, queue, pending. ARGV outlet, delivery, body, owedAt,
-- expiresAt, kind, now, detail, why, lease, leaseUntil, when it was first tried.
-- include ledger.lua

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
