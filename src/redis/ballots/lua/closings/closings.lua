-- An attempt is flat JSON: when it `began`, `next` (when another may begin), `lease` while it is running, `closed`.
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
