-- Counts one batch, unless this batch or a newer one was counted before, or the poll is closed. Its snapshot is kept whenever
-- it is the newest one. A process may still know a poll of a season that was erased: then nothing is written. KEYS poll,
-- numbers. ARGV epoch, number, packed ballots, sequence and snapshot (or empty), poll. Returns status and how many votes
-- changed.
-- include ballots.lua

local meta, epoch, number, packed = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
if call('HEXISTS', KEYS[2], ARGV[6]) == 0 then return { 'closed', 0 } end
local state = redis.call('HMGET', meta, 'closed', 'epoch', 'number', 'current', 'construction', 'sequence')
if ARGV[4] ~= '' and (not state[6] or tonumber(ARGV[4]) > tonumber(state[6])) then
  redis.call('HSET', meta, 'sequence', ARGV[4], 'snapshot', ARGV[5])
end
if state[1] then return { 'closed', 0 } end
local lastEpoch, lastNumber = tonumber(state[2] or '-inf'), tonumber(state[3] or '-inf')
if state[2] and (epoch < lastEpoch or (epoch == lastEpoch and number <= lastNumber)) then
  return { 'repeated', 0 }
end
redis.call('HSET', meta, 'epoch', ARGV[1], 'number', ARGV[2])
if packed == '' then return { 'counted', 0 } end
local changed = apply(meta, state[4] or '0', packed, CURRENT)
if state[5] then apply(meta, state[5], packed, UNDER_CONSTRUCTION) end
return { 'counted', changed }
