-- A sender announces itself before it sends, and starts when that is on disk. So if the store loses its last seconds, its
-- announcements still tell who may have sent in them. A sender renews its announcement while it holds, so at any moment one
-- on disk covers what is sent. Returns the time from which it may send.
local function announce(senders, sender, now, onDiskAfter, announcedFor)
  local text = redis.call('HGET', senders, sender)
  local own = text and cjson.decode(text)
  if not own or own.ends < now + onDiskAfter then
    -- Remove announcements that ended long ago: those senders died, and all that they wrote is on disk.
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
