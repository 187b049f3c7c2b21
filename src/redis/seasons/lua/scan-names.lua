-- One step of a walk over all names of the database: those that match a pattern, and where to go on ("0" at the end).
-- A script, as a Cluster has the names on the node of the season. KEYS any key of the season. ARGV cursor, pattern, how
-- many names to look at.

local found = redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3])
return { found[1], found[2] }
