-- Extends a lease that is still held. KEYS records, claimable, queue. ARGV outlet, delivery, lease, until.
-- include ledger.lua

local records, claimable, queue = KEYS[1], KEYS[2], KEYS[3]
local outlet, delivery, lease = ARGV[1], ARGV[2], ARGV[3]
local record = load(records, delivery, outlet)
if not record or record.status ~= 'sending' or record.lease ~= lease then return 0 end
record.leaseUntil = tonumber(ARGV[4])
save(records, delivery, outlet, record)
reschedule(records, claimable, queue, outlet)
return 1
