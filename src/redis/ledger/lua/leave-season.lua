-- Strikes a sender off: nothing that it sent is missing. In another life than the one it means that is not so. KEYS
-- life, senders. ARGV sender, life (empty: the one in which messages are given out).
-- include life.lua

local life = ARGV[2]
if life == '' then life = redis.call('HGET', KEYS[1], 'run') end
if life == lifeNow() then redis.call('HDEL', KEYS[2], ARGV[1]) end
