-- KEYS attempts. ARGV poll, lease.
-- include closings.lua

if not held() then return 0 end
return redis.call('HDEL', KEYS[1], poll)
