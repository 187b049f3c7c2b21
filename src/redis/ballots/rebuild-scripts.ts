import { defineScript } from '../shared/scripts.ts';
import { BALLOTS } from './buckets.ts';

/**
 * Begins a generation; one that somebody else had under construction is abandoned. Returns 0 for a poll that is closed.
 * KEYS poll.
 */
export const BEGIN_GENERATION = defineScript(`
if redis.call('HEXISTS', KEYS[1], 'closed') == 1 then return 0 end
local abandoned = redis.call('HGET', KEYS[1], 'construction')
if abandoned then redis.call('HSET', KEYS[1], 'trash:' .. abandoned, 1) end
local generation = redis.call('HINCRBY', KEYS[1], 'generations', 1)
redis.call('HSET', KEYS[1], 'construction', generation)
return generation
`);

/** Adds listed votes to a generation. Returns 0 when it is not under construction any more. KEYS poll. ARGV generation, packed votes. */
export const ADD_LISTED = defineScript(
  BALLOTS,
  `
if redis.call('HGET', KEYS[1], 'construction') ~= ARGV[1] then return 0 end
apply(KEYS[1], ARGV[1], ARGV[2], LISTED)
return 1
`,
);

/** Makes a generation the current one. Returns 0 when it is not under construction any more. KEYS poll. ARGV generation. */
export const FINISH_GENERATION = defineScript(`
if redis.call('HGET', KEYS[1], 'construction') ~= ARGV[1] then return 0 end
local old = redis.call('HGET', KEYS[1], 'current') or '0'
redis.call('HSET', KEYS[1], 'current', ARGV[1], 'trash:' .. old, 1)
redis.call('HDEL', KEYS[1], 'construction')
return 1
`);

/** Gives up a generation under construction. KEYS poll. ARGV generation. */
export const ABANDON_GENERATION = defineScript(`
if redis.call('HGET', KEYS[1], 'construction') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'trash:' .. ARGV[1], 1)
redis.call('HDEL', KEYS[1], 'construction')
return 1
`);

/** Deletes up to 1,000 buckets of generations that are not in use. Returns 1 when there is more to do. KEYS poll. */
export const SWEEP_GENERATIONS = defineScript(`
local meta = KEYS[1]
local fields = redis.call('HKEYS', meta)
for _, field in ipairs(fields) do
  local generation = string.match(field, '^trash:(%d+)$')
  if generation then
    local buckets = tonumber(redis.call('HGET', meta, generation .. ':buckets') or 1)
    local last = math.max(buckets - 1000, 0)
    for bucket = buckets - 1, last, -1 do
      redis.call('UNLINK', meta .. ':' .. generation .. ':' .. bucket)
    end
    if last > 0 then
      redis.call('HSET', meta, generation .. ':buckets', last)
    else
      redis.call('HDEL', meta, field)
      for _, other in ipairs(fields) do
        if string.sub(other, 1, #generation + 1) == generation .. ':' then redis.call('HDEL', meta, other) end
      end
    end
    return 1
  end
end
return 0
`);
