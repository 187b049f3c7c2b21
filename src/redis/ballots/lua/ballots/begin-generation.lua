-- Starts building a generation and abandons one that another process was building. Returns 0 if the poll is closed. KEYS
-- poll.

if redis.call('HEXISTS', KEYS[1], 'closed') == 1 then return 0 end
local abandoned = redis.call('HGET', KEYS[1], 'construction')
if abandoned then redis.call('HSET', KEYS[1], 'trash:' .. abandoned, 1) end
local generation = redis.call('HINCRBY', KEYS[1], 'generations', 1)
redis.call('HSET', KEYS[1], 'construction', generation)
return generation
