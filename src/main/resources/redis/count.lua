-- Free seats of the slots on sale, a page at a time; none of a slot that has not opened. Writes nothing: a seat whose hold has just expired counts after the next sweep.
-- KEYS  1 {desk}:meta
-- ARGV  1 how many slots to pass over  2 how many to look at
-- Reply {COUNTED, slots looked at, now ms, slot, free, slot, free, ...} | {REBUILDING} | {UNKNOWN}
local now = now_ms()
local p, refusal = enter(now)
if not p then return refusal end
local slots = redis.call('ZRANGEBYSCORE', slots_key(p), '(' .. now, '+inf', 'LIMIT', ARGV[1], ARGV[2])
local reply = {'COUNTED', #slots, now}
for _, slot in ipairs(slots) do
  local sale = redis.call('HMGET', slot_key(p, slot), 'n', 'opens')
  if tonumber(sale[1] or '0') > 0 then
    local open = tonumber(sale[2] or '0') <= now
    reply[#reply + 1] = slot
    reply[#reply + 1] = open and redis.call('ZCOUNT', free_key(p, slot), '-inf', now) or 0
  end
end
return reply
