-- Adds the poll to the index unless it is there, then answers as look-up-poll.lua does. KEYS polls, held,
-- snapshots. ARGV poll, record.
-- include held.lua

redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2])
return heldFor(KEYS[1], KEYS[2], KEYS[3], ARGV[1])
