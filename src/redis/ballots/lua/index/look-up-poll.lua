-- KEYS polls, held, snapshots. ARGV poll. Returns poll (or empty), held batches and snapshot (or empty).
-- include held.lua

return heldFor(KEYS[1], KEYS[2], KEYS[3], ARGV[1])
