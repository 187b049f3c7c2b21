-- Marks that the message goes out. KEYS records, claimable, queue. ARGV outlet, delivery, lease, now, end of the lease.
-- Returns 0 when the lease is no longer held.
-- include ledger.lua

local records, claimable, queue = KEYS[1], KEYS[2], KEYS[3]
local outlet, delivery, lease = ARGV[1], ARGV[2], ARGV[3]
local record = load(records, delivery, outlet)
if not record or record.status ~= 'sending' or record.lease ~= lease then return 0 end
-- A second attempt keeps the first one's time: the first may have reached the platform.
if isWaiting(record) then record.claimedAt, record.waiting = tonumber(ARGV[4]), nil end
record.leaseUntil = tonumber(ARGV[5])
save(records, delivery, outlet, record)
reschedule(records, claimable, queue, outlet)
return 1
