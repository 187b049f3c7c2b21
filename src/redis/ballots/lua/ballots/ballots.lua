-- How ballots are kept. A generation is a complete set of a poll's ballots in hash buckets: field the voter's 8 bytes,
-- value a small number. Buckets grow by linear hashing: whenever there are more than `FILL` ballots a bucket, the
-- next bucket in turn is split in two. A bucket not yet split in a turn holds twice FILL on average at the end
-- of it, 250 at the most in practice, which has to stay under hash-max-listpack-entries (512 unless configured
-- otherwise): a bucket past that takes about 70 bytes a ballot instead of 14, until its next split.
--
-- Values: answer 0-14 · in a generation under construction also 64 + answer (cast since the construction began, so
-- newer than the list) and 128 + mask of answers (withdrawn since, if it is for one of these). Both may stay behind
-- when the generation becomes current; 64 + answer then means that answer, 128 + mask no vote.
--
-- Ballots come packed, 10 bytes each: voter, then two bytes: the answer, or 0x8000 + mask of the answers that
-- are withdrawn.
local FILL = 100
local CURRENT, UNDER_CONSTRUCTION, LISTED = 1, 2, 3
local ANY = 32767
local call, byte, sub = redis.call, string.byte, string.sub
-- Redis writes out a number with 17 digits, which takes as long as finding the field.
local TEXT = {}
for value = 0, 127 do TEXT[value] = tostring(value) end

local function slot(voter, turn)
  local a, b, c = byte(voter, 1, 3)
  return (a * 65536 + b * 256 + c) % turn
end

local function bucketOf(voter, buckets, half)
  local bucket = slot(voter, 2 * half)
  return bucket < buckets and bucket or bucket - half
end

local function answerOf(value)
  if value and value < 128 then return value % 64 end
end

local function inMask(mask, answer)
  return bit.band(mask, bit.lshift(1, answer)) ~= 0
end

-- Both give a voter's next value, or false for none; the same value means that nothing is to be written.
local function cast(mode, value, answer)
  if mode == UNDER_CONSTRUCTION then return 64 + answer end
  if mode == LISTED and value and value >= 64 then
    local keep = value < 128 or inMask(value - 128, answer)
    return keep and value or answer
  end
  return answerOf(value) == answer and value or answer
end

local function withdraw(mode, value, mask)
  local answer = answerOf(value)
  local applies = answer and inMask(mask, answer)
  if mode == CURRENT then
    if applies then return false end
    return value
  end
  if answer and not applies then return value end
  -- Whatever the list says of a vote that was cast and withdrawn meanwhile, it is older.
  if answer and value >= 64 then return 128 + ANY end
  local earlier = value and value >= 128 and value - 128 or 0
  return 128 + bit.bor(earlier, mask)
end

-- Splits the next bucket in turn. Both parts are written anew, since a bucket that has outgrown a listpack once would
-- never become one again.
local function split(base, buckets, half)
  local from, to = base .. (buckets - half), base .. buckets
  local entries = call('HGETALL', from)
  local moved, kept = {}, {}
  for i = 1, #entries, 2 do
    local target = slot(entries[i], 2 * half) == buckets and moved or kept
    target[#target + 1] = entries[i]
    target[#target + 1] = entries[i + 1]
  end
  if #moved == 0 then return end
  call('DEL', from)
  if #kept > 0 then call('HSET', from, unpack(kept)) end
  call('HSET', to, unpack(moved))
end

-- What changes while packed ballots are applied to one generation.
local function begin(meta, generation, mode)
  local state = call('HMGET', meta, generation .. ':buckets', generation .. ':size')
  return {
    base = meta .. ':' .. generation .. ':',
    mode = mode,
    buckets = tonumber(state[1] or 1),
    size = tonumber(state[2] or 0),
    changed = 0,
    differences = {},
  }
end

local function nextValue(step, value, word)
  if word < 32768 then return cast(step.mode, value, word) end
  return withdraw(step.mode, value, word - 32768)
end

local function note(step, value, after)
  local was, is = answerOf(value), answerOf(after)
  if was == is then return end
  local differences = step.differences
  step.changed = step.changed + 1
  if was then differences[was] = (differences[was] or 0) - 1 end
  if is then differences[is] = (differences[is] or 0) + 1 end
end

-- The usual case of a large poll, without tables.
local function applyOne(step, key, voter, word)
  local stored = call('HGET', key, voter)
  local value = stored and tonumber(stored)
  local after = nextValue(step, value, word)
  if after == value then return end
  note(step, value, after)
  if after then
    call('HSET', key, voter, TEXT[after] or after)
    if not stored then step.size = step.size + 1 end
  else
    call('HDEL', key, voter)
    step.size = step.size - 1
  end
end

-- A voter may come several times; only the last value is written.
local function applyMany(step, key, voters, words)
  local stored = call('HMGET', key, unpack(voters))
  local before, now, writes, deletes = {}, {}, {}, {}
  for i, voter in ipairs(voters) do
    local value = now[voter]
    if value == nil then
      value = stored[i] and tonumber(stored[i])
      before[voter] = value
    end
    local after = nextValue(step, value, words[i])
    note(step, value, after)
    now[voter] = after
  end
  for voter, after in pairs(now) do
    if after and after ~= before[voter] then
      writes[#writes + 1] = voter
      writes[#writes + 1] = TEXT[after] or after
    elseif not after then
      deletes[#deletes + 1] = voter
    end
  end
  if #writes > 0 then step.size = step.size + call('HSET', key, unpack(writes)) end
  if #deletes > 0 then step.size = step.size - call('HDEL', key, unpack(deletes)) end
end

-- Reads each bucket once, writes it once, adds the differences once.
local function applySome(meta, generation, packed, mode)
  local step = begin(meta, generation, mode)
  local buckets, size = step.buckets, step.size
  local half = 1
  while half * 2 <= buckets do half = half * 2 end
  local voters, words, followers, first = {}, {}, {}, {}
  local n = 0
  for i = 1, #packed, 10 do
    n = n + 1
    voters[n] = sub(packed, i, i + 7)
    local high, low = byte(packed, i + 8, i + 9)
    words[n] = high * 256 + low
    local bucket = bucketOf(voters[n], buckets, half)
    if not first[bucket] then
      first[bucket] = n
    else
      local list = followers[bucket]
      if not list then
        list = { first[bucket] }
        followers[bucket] = list
      end
      list[#list + 1] = n
    end
  end
  for bucket, i in pairs(first) do
    local list = followers[bucket]
    if not list then
      applyOne(step, step.base .. bucket, voters[i], words[i])
    else
      local someVoters, someWords = {}, {}
      for at, j in ipairs(list) do
        someVoters[at], someWords[at] = voters[j], words[j]
      end
      applyMany(step, step.base .. bucket, someVoters, someWords)
    end
  end
  for answer, difference in pairs(step.differences) do
    if difference ~= 0 then call('HINCRBY', meta, generation .. ':' .. answer, difference) end
  end
  local grown = buckets
  while step.size > grown * FILL do
    split(step.base, grown, half)
    grown = grown + 1
    if grown == 2 * half then half = grown end
  end
  if step.size ~= size or grown ~= buckets then
    call('HSET', meta, generation .. ':buckets', grown, generation .. ':size', step.size)
  end
  return step.changed
end

-- Applies packed ballots to one generation. A thousand at a time, as Lua takes no more than some 8,000 arguments.
local function apply(meta, generation, packed, mode)
  local changed = 0
  for i = 1, #packed, 10000 do
    changed = changed + applySome(meta, generation, string.sub(packed, i, i + 9999), mode)
  end
  return changed
end
