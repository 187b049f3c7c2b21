import { defineScript } from '../shared/scripts.ts';

/** Makes a season the show's current one if the expected one still is. KEYS current, claimed, fresh. */
export const CLAIM_SEASON = defineScript(`
local show, season, after = ARGV[1], ARGV[2], ARGV[3]
if (redis.call('HGET', KEYS[1], show) or '') ~= after then return 0 end
redis.call('HSET', KEYS[1], show, season)
redis.call('HINCRBY', KEYS[2], show, 1)
redis.call('HDEL', KEYS[3], show)
return 1
`);

/** The log's length and its events from a position, from one moment. KEYS events. */
export const READ_EVENTS = defineScript(`
return { redis.call('LLEN', KEYS[1]), redis.call('LRANGE', KEYS[1], ARGV[1], -1) }
`);

/**
 * Appends events with their effects and counts if the log still has the expected length. KEYS events, outbox, due,
 * counts. ARGV expected, number of events, the events, number of effects, id + due + effect each, then
 * perhaps round + counts.
 */
export const APPEND_EVENTS = defineScript(`
if redis.call('LLEN', KEYS[1]) ~= tonumber(ARGV[1]) then return 0 end
local at = 3
for _ = 1, tonumber(ARGV[2]) do
  redis.call('RPUSH', KEYS[1], ARGV[at])
  at = at + 1
end
local effects = tonumber(ARGV[at])
at = at + 1
for _ = 1, effects do
  redis.call('ZADD', KEYS[3], ARGV[at + 1], ARGV[at])
  redis.call('HSET', KEYS[2], ARGV[at], ARGV[at + 2])
  at = at + 3
end
if ARGV[at] then redis.call('HSET', KEYS[4], ARGV[at], ARGV[at + 1]) end
return 1
`);

/** KEYS outbox, due. ARGV id, due, effect. */
export const OWE_EFFECT = defineScript(`
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
`);

/** KEYS outbox, due. ARGV id. */
export const FINISH_EFFECT = defineScript(`
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[1])
`);

/** Ids and effects that are due, soonest first. KEYS due, outbox. ARGV until, limit. */
export const OVERDUE_EFFECTS = defineScript(`
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
local found = {}
for _, id in ipairs(ids) do
  found[#found + 1] = id
  found[#found + 1] = redis.call('HGET', KEYS[2], id)
end
return found
`);

/** Keeps the place of an outlet that is there already. KEYS outlets, order. ARGV id, outlet. */
export const PUT_OUTLET = defineScript(`
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], 'NX', redis.call('ZCARD', KEYS[2]), ARGV[1])
`);

/** KEYS outlets, order. */
export const LIST_OUTLETS = defineScript(`
local found = {}
for i, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  found[i] = redis.call('HGET', KEYS[1], id)
end
return found
`);

/**
 * Puts down a request unless its community has one open or a limit is reached. KEYS connections, waiting, requests of the
 * day. ARGV outlet, connection, community, how long the day's numbers are kept, then name + most of each limit. Returns
 * what became of it, and the open request or the limit.
 */
export const ASK_CONNECTION = defineScript(`
local open = redis.call('HGET', KEYS[2], ARGV[3])
local text = open and redis.call('HGET', KEYS[1], open)
if text and cjson.decode(text).data.state == 'waiting' then return { 'waiting', text } end
for i = 5, #ARGV, 2 do
  if tonumber(redis.call('HGET', KEYS[3], ARGV[i]) or 0) >= tonumber(ARGV[i + 1]) then
    return { 'too-many', ARGV[i] }
  end
end
for i = 5, #ARGV, 2 do redis.call('HINCRBY', KEYS[3], ARGV[i], 1) end
redis.call('PEXPIRE', KEYS[3], ARGV[4])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('HSET', KEYS[2], ARGV[3], ARGV[1])
return { 'asked', '' }
`);
