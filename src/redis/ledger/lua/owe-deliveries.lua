-- Puts new deliveries at the end of their outlets' queues; urgent ones go before the first one that waits and is not urgent.
-- Existing ones stay as they are, except that an unsettled one takes a later expiry. What was due in the uncertain window may
-- be on its platform already. KEYS records, claimable, orders, doubt, then queue + pending set of each. ARGV now, not to be
-- sent before, then outlet, delivery, body, expiry, due, urgent (or empty) of each. Returns the outlets that got something.
-- include ledger.lua

local records, claimable, orders = KEYS[1], KEYS[2], KEYS[3]
local since, doubtEnds, why = unpack(redis.call('HMGET', KEYS[4], 'since', 'until', 'why'))
local now, notBefore = tonumber(ARGV[1]), tonumber(ARGV[2])
local outlets, seen = {}, {}

local function firstToOvertake(queue, outlet)
  for _, other in ipairs(redis.call('LRANGE', queue, 0, -1)) do
    local waiting = load(records, other, outlet)
    if waiting.status ~= 'sending' and not waiting.urgent then return other end
  end
end

for i = 0, (#ARGV - 2) / 6 - 1 do
  local outlet, delivery, body, expiresAt, dueAt, urgent = unpack(ARGV, 6 * i + 3, 6 * i + 8)
  local queue, pending = KEYS[2 * i + 5], KEYS[2 * i + 6]
  if redis.call('HEXISTS', records, delivery .. '|' .. outlet) == 0 then
    local record = {
      v = 1,
      place = redis.call('HLEN', records),
      order = redis.call('HINCRBY', orders, outlet, 1),
      body = body,
      owedAt = now,
      expiresAt = tonumber(expiresAt),
      attempts = 0,
      status = 'owed',
      notBefore = notBefore,
    }
    if urgent ~= '' then record.urgent = true end
    if doubtEnds and tonumber(dueAt) <= tonumber(doubtEnds) then
      doubt(record, tonumber(dueAt), tonumber(since), why)
    end
    local overtaken = record.urgent and firstToOvertake(queue, outlet)
    save(records, delivery, outlet, record)
    redis.call('SADD', pending, outlet)
    if overtaken then
      redis.call('LINSERT', queue, 'BEFORE', overtaken, delivery)
      reschedule(records, claimable, queue, outlet)
    elseif redis.call('RPUSH', queue, delivery) == 1 then
      reschedule(records, claimable, queue, outlet)
    end
    if not seen[outlet] then
      seen[outlet] = true
      outlets[#outlets + 1] = outlet
    end
  else
    local record = load(records, delivery, outlet)
    local unsettled = record.status == 'owed' or record.status == 'sending'
    if unsettled and tonumber(expiresAt) > record.expiresAt then
      record.expiresAt = tonumber(expiresAt)
      save(records, delivery, outlet, record)
    end
  end
end
return outlets
