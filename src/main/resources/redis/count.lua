-- Free seats of the slots on sale, a page at a time. Writes nothing: a seat whose hold has just expired counts after the next sweep.
-- KEYS  1 {desk}:meta
-- ARGV  1 how many slots to pass over  2 how many to look at
-- Reply {COUNTED, slots looked at, slot, free, slot, free, ...} | {REBUILDING} | {UNKNOWN}
local now = now_ms()
local p, refusal = enter(now)
if not p then return refusal end
local slots = redis.call('ZRANGEBYSCORE', slots_key(p), '(' .. now, '+inf', 'LIMIT', ARGV[1], ARGV[2])
local reply = {'COUNTED', #slots}
for _, slot in ipairs(slots) do
  if tonumber(redis.call('HGET', slot_key(p, slot), 'n') or '0') > 0 then
    reply[#reply + 1] = slot
    reply[#reply + 1] = redis.call('ZCOUNT', free_key(p, slot), '-inf', now)
  end
end
return reply
