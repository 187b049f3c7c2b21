-- Gives up a delivery in those outlets where it is owed, not begun, and certainly not on the platform. In a new life of the
-- store nothing is certain until the restart was dealt with. KEYS records, claimable, pending, life, senders, then each
-- outlet's queue. ARGV delivery, problem, now, then the outlets. Returns in how many outlets.
-- include ledger.lua
-- include life.lua

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
