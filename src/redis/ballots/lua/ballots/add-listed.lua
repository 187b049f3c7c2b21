-- Adds listed votes to a generation. Returns 0 when that generation is no longer being built. KEYS poll. ARGV generation,
-- packed votes.
-- include ballots.lua

if redis.call('HGET', KEYS[1], 'construction') ~= ARGV[1] then return 0 end
apply(KEYS[1], ARGV[1], ARGV[2], LISTED)
return 1
