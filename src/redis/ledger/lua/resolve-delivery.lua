-- Settles an unknown delivery, or puts it (or a refused one) back at its place in the outlet's order, behind one that is
-- being sent. Owed again means that it is known not to be there, so we don't look for it. KEYS and ARGV as in
-- settle-delivery.lua, except that the lease means nothing.
-- include ledger.lua

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
