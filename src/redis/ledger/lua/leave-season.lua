-- Removes a sender whose messages are all accounted for. Does nothing if the store's life is not the one the sender means:
-- then some may be missing. KEYS life, senders. ARGV sender, life (empty: the one in which messages are handed out).
-- include life.lua

local life = ARGV[2]
if life == '' then life = redis.call('HGET', KEYS[1], 'run') end
if life == lifeNow() then redis.call('HDEL', KEYS[2], ARGV[1]) end
