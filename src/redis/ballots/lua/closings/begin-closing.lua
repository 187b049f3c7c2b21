-- KEYS attempts. ARGV poll, lease, now, end of the lease, lease that may be taken over (or empty), when this process started
-- working. See `BeginReply`.
-- include closings.lua

local now, ends, instead, since = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5], tonumber(ARGV[6])
local attempt = load() or { next = 0, began = now }
local closed = attempt.closed and 1 or 0
local free = attempt.next <= now
if attempt.lease then
  free = free or attempt.lease == instead
else
  free = free or attempt.began < since
end
if not free then return { 0, attempt.lease or '', closed } end
attempt.lease, attempt.next, attempt.began = lease, ends, now
save(attempt)
return { 1, '', closed }
