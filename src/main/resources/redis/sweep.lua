-- Ends expired holds, forgets slots that are long past and deletes what older epochs left: a bounded piece of work.
-- KEYS  1 {desk}:meta
-- ARGV  1 expired holds at most  2 slots to delete at most  3 ms after its start at which a slot is forgotten
-- Reply {SWEPT, 1 if there is more to do} | {REBUILDING} | {UNKNOWN}
local now = now_ms()
local p, refusal = enter(now)
if not p then return refusal end
local holds, slots = tonumber(ARGV[1]), tonumber(ARGV[2])
local more = reclaim(p, now, holds) == holds
local past = redis.call('ZRANGEBYSCORE', slots_key(p), '-inf', now - tonumber(ARGV[3]), 'LIMIT', 0, slots)
for _, slot in ipairs(past) do
  local fields = redis.call('HGETALL', slot_key(p, slot))
  for i = 1, #fields, 2 do
    local held = string.match(fields[i], '^h(%d+)$')
    if held then end_hold(p, slot, held) end
  end
  redis.call('DEL', slot_key(p, slot), free_key(p, slot))
  redis.call('ZREM', slots_key(p), slot)
end
more = more or #past == slots
local old = redis.call('SRANDMEMBER', base .. 'old')
if old then
  if not delete_epoch(epoch_prefix(old), slots) then redis.call('SREM', base .. 'old', old) end
  more = more or redis.call('EXISTS', base .. 'old') == 1
end
return {'SWEPT', more and 1 or 0}
