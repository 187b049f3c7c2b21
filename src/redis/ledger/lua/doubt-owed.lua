-- Marks as possibly sent what some outlets are still owed, if it may have been sent by an instant. KEYS records, claimable,
-- then each outlet's queue. ARGV since, until, why, then the outlets. Returns how many deliveries.
-- include ledger.lua

local records, claimable = KEYS[1], KEYS[2]
local since, ends, why = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local doubted = 0
for i = 4, #ARGV do
  local outlet, queue = ARGV[i], KEYS[i - 1]
  for _, delivery in ipairs(redis.call('LRANGE', queue, 0, -1)) do
    local record = load(records, delivery, outlet)
    if record.status == 'owed' and not record.firstTriedAt and record.notBefore <= ends then
      doubt(record, record.notBefore, since, why)
      save(records, delivery, outlet, record)
      doubted = doubted + 1
    end
  end
  reschedule(records, claimable, queue, outlet)
end
return doubted
