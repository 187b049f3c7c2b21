-- Lists the leases that have not ended. KEYS records, claimable. ARGV now, prefix of the keys of outlets' queues, most.
-- Returns outlet, delivery and lease of each.
-- include ledger.lua

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
