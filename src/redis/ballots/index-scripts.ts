import { defineScript } from '../shared/scripts.ts';

/**
 * The index of native polls and what is held for unknown ones, all under one tag: whether a poll is known and
 * whether a batch is held is one decision. A held batch stays until it was counted (`RELEASE_HELD`), so that a
 * registration that was interrupted loses nothing. Values: batch `<held at>:<ballots>:<JSON>`, snapshot
 * `<sequence>:<held at>:<epoch>.<number>:<JSON>`.
 */
const HELD = `
local function heldFor(polls, held, snapshots, poll)
  return { redis.call('HGET', polls, poll) or '', redis.call('HVALS', held), redis.call('HGET', snapshots, poll) or '' }
end

local function ballotsIn(value)
  return tonumber(string.match(value, '^%-?[%d.]+:(%d+):'))
end

local function forgetBallots(totals, poll, ballots)
  redis.call('HINCRBY', totals, 'held', -ballots)
  if redis.call('HINCRBY', totals, 'of:' .. poll, -ballots) <= 0 then redis.call('HDEL', totals, 'of:' .. poll) end
end
`;

/**
 * Not below the time of day in milliseconds: a store that lost its data, or a season that was put back into a new one, has
 * polls whose last batch was of an epoch that a count from 1 would not reach. KEYS epoch.
 */
export const NEXT_EPOCH = defineScript(`
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local epoch = string.format('%.0f', math.max(tonumber(redis.call('GET', KEYS[1]) or '0') + 1, now))
redis.call('SET', KEYS[1], epoch)
return epoch
`);

/** KEYS polls, held, snapshots. ARGV poll. Returns poll (or empty), held batches and snapshot (or empty). */
export const LOOK_UP_POLL = defineScript(HELD, 'return heldFor(KEYS[1], KEYS[2], KEYS[3], ARGV[1])');

/** As looking up, having made the poll known unless it was. KEYS polls, held, snapshots. ARGV poll, record. */
export const INDEX_POLL = defineScript(
  HELD,
  `
redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2])
return heldFor(KEYS[1], KEYS[2], KEYS[3], ARGV[1])
`,
);

/**
 * As looking up; holds the batch if the poll is not known. KEYS polls, held, snapshots, held polls, totals. ARGV poll,
 * now, `<epoch>.<number>`, number of ballots, value of the batch, sequence, value of the snapshot, most ballots
 * held for one poll, most ballots held at all, most polls, prefix of the held batches' keys. Ballots past those limits are
 * only counted; a poll too many drops the one that was held first.
 */
export const LOOK_UP_OR_HOLD = defineScript(
  HELD,
  `
local polls, held, snapshots, heldPolls, totals = unpack(KEYS)
local poll, now, field, ballots, batch, sequence, snapshot = unpack(ARGV)
if redis.call('HEXISTS', polls, poll) == 1 then return heldFor(polls, held, snapshots, poll) end
ballots = tonumber(ballots)
if sequence ~= '' then
  local newest = redis.call('HGET', snapshots, poll)
  if not newest or tonumber(sequence) > tonumber(string.match(newest, '^[^:]+')) then
    redis.call('HSET', snapshots, poll, snapshot)
  end
  redis.call('ZADD', heldPolls, 'NX', now, poll)
end
if ballots > 0 and redis.call('HEXISTS', held, field) == 0 then
  local ofPoll = tonumber(redis.call('HGET', totals, 'of:' .. poll) or 0)
  local ofAll = tonumber(redis.call('HGET', totals, 'held') or 0)
  if ofPoll + ballots > tonumber(ARGV[8]) or ofAll + ballots > tonumber(ARGV[9]) then
    redis.call('HINCRBY', totals, 'refused', ballots)
  else
    redis.call('HSET', held, field, batch)
    redis.call('HINCRBY', totals, 'of:' .. poll, ballots)
    redis.call('HINCRBY', totals, 'held', ballots)
    redis.call('ZADD', heldPolls, 'NX', now, poll)
  end
end
while redis.call('ZCARD', heldPolls) > tonumber(ARGV[10]) do
  local first, second = unpack(redis.call('ZRANGE', heldPolls, 0, 1))
  local oldest = first ~= poll and first or second
  for _, value in ipairs(redis.call('HVALS', ARGV[11] .. oldest)) do
    forgetBallots(totals, oldest, ballotsIn(value))
    redis.call('HINCRBY', totals, 'refused', ballotsIn(value))
  end
  redis.call('DEL', ARGV[11] .. oldest)
  redis.call('HDEL', snapshots, oldest)
  redis.call('ZREM', heldPolls, oldest)
  redis.call('HINCRBY', totals, 'polls', 1)
end
return { '', {}, '' }
`,
);

/** Forgets held batches of a known poll that were counted. KEYS held, snapshots, held polls, totals. ARGV poll, then `<epoch>.<number>` of each. */
export const RELEASE_HELD = defineScript(
  HELD,
  `
local held, snapshots, heldPolls, totals = unpack(KEYS)
local poll = ARGV[1]
for i = 2, #ARGV do
  local value = redis.call('HGET', held, ARGV[i])
  if value then
    redis.call('HDEL', held, ARGV[i])
    forgetBallots(totals, poll, ballotsIn(value))
  end
  local snapshot = redis.call('HGET', snapshots, poll)
  if snapshot and string.match(snapshot, '^[^:]+:[^:]+:([^:]+):') == ARGV[i] then redis.call('HDEL', snapshots, poll) end
end
if redis.call('EXISTS', held) == 0 and redis.call('HEXISTS', snapshots, poll) == 0 then
  redis.call('ZREM', heldPolls, poll)
end
`,
);

/**
 * Drops what is held since before an instant. KEYS held polls, snapshots, totals. ARGV before, prefix of the held
 * batches' keys. Returns how many ballots went, with those that were refused since the last call, and how many polls were
 * dropped since then because there were too many.
 */
export const DROP_HELD = defineScript(
  HELD,
  `
local heldPolls, snapshots, totals = unpack(KEYS)
local before, prefix = tonumber(ARGV[1]), ARGV[2]
local dropped = tonumber(redis.call('HGET', totals, 'refused') or 0)
local polls = tonumber(redis.call('HGET', totals, 'polls') or 0)
redis.call('HDEL', totals, 'refused', 'polls')
for _, poll in ipairs(redis.call('ZRANGEBYSCORE', heldPolls, '-inf', '(' .. ARGV[1])) do
  local oldest = math.huge
  local entries = redis.call('HGETALL', prefix .. poll)
  for i = 1, #entries, 2 do
    local at = tonumber(string.match(entries[i + 1], '^[^:]+'))
    if at < before then
      local ballots = ballotsIn(entries[i + 1])
      redis.call('HDEL', prefix .. poll, entries[i])
      forgetBallots(totals, poll, ballots)
      dropped = dropped + ballots
    else
      oldest = math.min(oldest, at)
    end
  end
  local snapshot = redis.call('HGET', snapshots, poll)
  if snapshot then
    local at = tonumber(string.match(snapshot, '^[^:]+:([^:]+)'))
    if at < before then
      redis.call('HDEL', snapshots, poll)
    else
      oldest = math.min(oldest, at)
    end
  end
  if oldest == math.huge then
    redis.call('ZREM', heldPolls, poll)
  else
    redis.call('ZADD', heldPolls, oldest, poll)
  end
end
return { dropped, polls }
`,
);
