-- Records what became of a sent message that is taken back. The first record stays. KEYS records. ARGV outlet, delivery, JSON
-- of what became of it.
-- include ledger.lua

local records = KEYS[1]
local outlet, delivery = ARGV[1], ARGV[2]
local record = load(records, delivery, outlet)
if not record or record.status ~= 'sent' then return 0 end
if not record.takenBack then
  record.takenBack = ARGV[3]
  save(records, delivery, outlet, record)
end
return 1
