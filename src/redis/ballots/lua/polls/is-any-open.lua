-- Whether any poll of the round is open. KEYS open. ARGV round.

for _, round in ipairs(redis.call('HVALS', KEYS[1])) do
  if round == ARGV[1] then return 1 end
end
return 0
