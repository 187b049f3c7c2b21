-- Only the first process's findings count: a second one may have found what the first wrote on the platform. If another
-- platform has asked the question already, a question that names the season replaces it. KEYS identity, questions. ARGV part,
-- value, then show and question in turn.

if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 1 then
  for at = 3, #ARGV, 2 do
    local open = redis.call('HGET', KEYS[2], ARGV[at])
    if not open or not cjson.decode(open).data.season then redis.call('HSET', KEYS[2], ARGV[at], ARGV[at + 1]) end
  end
end
return redis.call('HGET', KEYS[1], ARGV[1])
