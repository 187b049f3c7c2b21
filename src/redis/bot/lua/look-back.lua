-- KEYS identity, current, claimed, archived, questions, answers, fresh, then the signs of a rival.

local empty = 1
for _, key in ipairs({ KEYS[2], KEYS[3], KEYS[4] }) do
  if redis.call('EXISTS', key) == 1 then empty = 0 end
end
local looked = {
  redis.call('HGETALL', KEYS[1]),
  empty,
  redis.call('HGETALL', KEYS[2]),
  redis.call('HKEYS', KEYS[4]),
  redis.call('HGETALL', KEYS[5]),
  redis.call('HGETALL', KEYS[6]),
  redis.call('HKEYS', KEYS[7]),
}
for at = 8, #KEYS do looked[at] = redis.call('EXISTS', KEYS[at]) end
return looked
