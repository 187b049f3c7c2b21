import { defineScript } from '../shared/scripts.ts';

/** An attempt is flat JSON: when it `began`, `next` (when another may begin), `lease` while it is under way, `closed`. */
const CLOSINGS = `
local poll, lease = ARGV[1], ARGV[2]

local function load()
  local text = redis.call('HGET', KEYS[1], poll)
  return text and cjson.decode(text)
end

local function save(attempt)
  redis.call('HSET', KEYS[1], poll, cjson.encode(attempt))
end

-- The attempt of this lease, if it is still held.
local function held()
  local attempt = load()
  return attempt and attempt.lease == lease and attempt
end
`;

export const closingScripts = {
  /**
   * KEYS attempts. ARGV poll, lease, now, end of the lease, lease that may be taken over (or empty), since when the
   * process has been at work. See `BeginReply`.
   */
  BEGIN_CLOSING: defineScript(
    CLOSINGS,
    `
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
`,
  ),

  /** KEYS attempts. ARGV poll, lease, until. */
  RENEW_CLOSING: defineScript(
    CLOSINGS,
    `
local attempt = held()
if not attempt then return 0 end
attempt.next = tonumber(ARGV[3])
save(attempt)
return 1
`,
  ),

  /** KEYS attempts. ARGV poll, lease, next, whether the poll is closed (or empty). */
  PLAN_CLOSING: defineScript(
    CLOSINGS,
    `
local attempt = held()
if not attempt then return 0 end
save({ began = attempt.began, next = tonumber(ARGV[3]), closed = ARGV[4] ~= '' or nil })
return 1
`,
  ),

  /** KEYS attempts. ARGV poll, lease. */
  END_CLOSING: defineScript(
    CLOSINGS,
    `
if not held() then return 0 end
return redis.call('HDEL', KEYS[1], poll)
`,
  ),
} as const;
