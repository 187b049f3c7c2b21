import { defineScript } from '../shared/scripts.ts';

/**
 * Gives a poll its number in the season, from 1, or tells the one it has. KEYS numbers, open, polls of the round.
 * ARGV poll, round, record.
 */
export const ADD_POLL = defineScript(`
local numbers, open, polls = KEYS[1], KEYS[2], KEYS[3]
local known = redis.call('HGET', numbers, ARGV[1])
if known then return tonumber(known) end
local number = redis.call('HLEN', numbers) + 1
redis.call('HSET', numbers, ARGV[1], number)
redis.call('HSET', open, ARGV[1], ARGV[2])
redis.call('HSET', polls, ARGV[1], ARGV[3])
return number
`);

/** Writes the record of a poll that is there anew. KEYS polls. ARGV poll, record. */
export const REWRITE_POLL = defineScript(`
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
return 0
`);

/** Ids, polls and states (or empty) of a round. KEYS polls, states. */
export const LIST_POLLS = defineScript(`
local found = {}
local entries = redis.call('HGETALL', KEYS[1])
for i = 1, #entries, 2 do
  found[#found + 1] = entries[i + 1]
  found[#found + 1] = redis.call('HGET', KEYS[2], entries[i]) or ''
end
return found
`);

/** Polls of a season that are open. KEYS open. ARGV prefix of the polls' keys. */
export const LIST_OPEN_POLLS = defineScript(`
local found = {}
local entries = redis.call('HGETALL', KEYS[1])
for i = 1, #entries, 2 do
  found[#found + 1] = redis.call('HGET', ARGV[1] .. entries[i + 1], entries[i])
end
return found
`);

/** Whether a poll of the round is open. KEYS open. ARGV round. */
export const IS_ANY_OPEN = defineScript(`
for _, round in ipairs(redis.call('HVALS', KEYS[1])) do
  if round == ARGV[1] then return 1 end
end
return 0
`);

/** Writes the state of a poll that is open. KEYS states of the round, open. ARGV poll, state. */
export const NOTE_ASKED = defineScript(`
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
return 0
`);

/**
 * Closes a poll, or closes it better: lost (1) < provisional (2) < final (3); its ballots are to be discarded from then
 * on. KEYS poll's ballots, states of the round, open, numbers, discards. ARGV poll, rank, state.
 */
export const CLOSE_POLL = defineScript(`
if redis.call('HEXISTS', KEYS[4], ARGV[1]) == 0 then return 0 end
if tonumber(redis.call('HGET', KEYS[1], 'closed') or 0) >= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], 'closed', ARGV[2])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
redis.call('HDEL', KEYS[3], ARGV[1])
redis.call('SADD', KEYS[5], KEYS[1])
return 1
`);
