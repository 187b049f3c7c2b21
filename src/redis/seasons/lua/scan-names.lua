-- One step of a scan over all names of the database. Returns those that match a pattern, and the next cursor ("0" at
-- the end). It is a script because a Cluster has the names on the node of the season. KEYS any key of the season. ARGV
-- cursor, pattern, how many names to check.

local found = redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3])
return { found[1], found[2] }
