import type { Milliseconds } from '../../core/ids.ts';
import { defineScript } from '../shared/scripts.ts';
import { LEDGER, LIFE } from './lua.ts';

/**
 * How long a sender may send after it announced itself; claiming prolongs it. What an announcement that is on disk does
 * not cover cannot have been sent, so a longer one puts more in doubt after a crash, and a shorter one has a sender
 * wait for the disk again when its messages come seconds apart.
 */
export const ANNOUNCED_FOR: Milliseconds = 6_000;

/**
 * A sender announces itself before it sends, and begins when that is on disk: whoever finds the store without its
 * last seconds then knows who may have sent what in them. An announcement is prolonged while it holds, so that at any
 * moment one that is on disk covers what is sent. Returns from when on it may send.
 */
export const ANNOUNCE = `
local function announce(senders, sender, now, onDiskAfter, announcedFor)
  local text = redis.call('HGET', senders, sender)
  local own = text and cjson.decode(text)
  if not own or own.ends < now + onDiskAfter then
    -- Of others whose time was over long ago: they died, and all that they wrote is on disk.
    local all = redis.call('HGETALL', senders)
    for i = 1, #all, 2 do
      if cjson.decode(all[i + 1]).ends + 10 * announcedFor < now then redis.call('HDEL', senders, all[i]) end
    end
    own = { announcedAt = now, begins = now + onDiskAfter, ends = now + onDiskAfter + announcedFor }
  elseif own.ends < now + announcedFor - 1000 then
    own.announcedAt, own.ends = now, now + announcedFor
  else
    return own.begins
  end
  redis.call('HSET', senders, sender, cjson.encode(own))
  return own.begins
end
`;

/**
 * Whether a season's store runs in another life than the one in which its messages were given out, noting when that
 * was first seen. KEYS life, senders. ARGV now. Returns nothing, or the life before, the life now, when it was first
 * seen, seconds that the server has been up, and the senders of the life before.
 */
export const READ_RESTART = defineScript(
  LIFE,
  `
local life, senders = KEYS[1], KEYS[2]
local before, now = redis.call('HGET', life, 'run'), lifeNow()
if not before or before == now then return false end
if redis.call('HGET', life, 'seen') ~= now then redis.call('HSET', life, 'seen', now, 'seenAt', ARGV[1]) end
local upFor = string.match(redis.call('INFO', 'server'), 'uptime_in_seconds:(%d+)') or '0'
return { before, now, redis.call('HGET', life, 'seenAt'), upFor, redis.call('HVALS', senders) }
`,
);

/**
 * Strikes a sender off: nothing that it sent is missing. In another life than the one it means that is not so. KEYS
 * life, senders. ARGV sender, life (empty: the one in which messages are given out).
 */
export const LEAVE_SEASON = defineScript(
  LIFE,
  `
local life = ARGV[2]
if life == '' then life = redis.call('HGET', KEYS[1], 'run') end
if life == lifeNow() then redis.call('HDEL', KEYS[2], ARGV[1]) end
`,
);

/**
 * Puts in doubt what some outlets are still owed and may have been sent by an instant. KEYS records, claimable, then
 * each outlet's queue. ARGV since, until, why, then the outlets. Returns how many deliveries.
 */
export const DOUBT_OWED = defineScript(
  LEDGER,
  `
local records, claimable = KEYS[1], KEYS[2]
local since, ends, why = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local doubted = 0
for i = 4, #ARGV do
  local outlet, queue = ARGV[i], KEYS[i - 1]
  for _, delivery in ipairs(redis.call('LRANGE', queue, 0, -1)) do
    local record = load(records, delivery, outlet)
    if record.status == 'owed' and not record.firstTriedAt and record.notBefore <= ends then
      doubt(record, record.notBefore, since, why)
      save(records, delivery, outlet, record)
      doubted = doubted + 1
    end
  end
  reschedule(records, claimable, queue, outlet)
end
return doubted
`,
);

/**
 * Gives out messages again in the life that runs now, and keeps what came into doubt for what is owed later. KEYS
 * life, senders, doubt. ARGV life before, life now, then perhaps since, until, why. Returns 0 where somebody else did
 * so, or where yet another life has begun.
 */
export const RESUME_SEASON = defineScript(
  LIFE,
  `
local life, senders, doubts = KEYS[1], KEYS[2], KEYS[3]
if redis.call('HGET', life, 'run') ~= ARGV[1] or lifeNow() ~= ARGV[2] then return 0 end
if ARGV[3] then
  local since, ends = unpack(redis.call('HMGET', doubts, 'since', 'until'))
  since = math.min(tonumber(since or ARGV[3]), tonumber(ARGV[3]))
  ends = math.max(tonumber(ends or 0), tonumber(ARGV[4]))
  redis.call('HSET', doubts, 'since', string.format('%.17g', since), 'until', string.format('%.17g', ends))
  redis.call('HSET', doubts, 'why', ARGV[5])
end
redis.call('HSET', life, 'run', ARGV[2])
redis.call('HDEL', life, 'seen', 'seenAt')
redis.call('DEL', senders)
return 1
`,
);
