-- Ends an attempt, if its lease is still held or if its message is on the platform: then the current holder of the lease will
-- find it. KEYS records, claimable, queue, pending. ARGV outlet, delivery, lease, kind, now, detail, why, notBefore, whether
-- what is owed again may be there (or empty).
-- include ledger.lua

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
