-- Free seats of the slots on sale, a page at a time; none of a slot that has not opened. Writes nothing: a seat whose hold has just expired counts after the next sweep.
-- KEYS  1 {desk}:meta
-- ARGV  1 how many slots to pass over  2 how many to look at  3 how many holds to name the sessions of, at most
-- Reply {COUNTED, slots looked at, now ms, sessions, slot, free, slot, free, ...} | {REBUILDING} | {UNKNOWN}
-- free is -1 for a slot that has not opened. sessions: all that hold a seat of the desk, with blanks between them; '-' on any page but the
-- first, and where there are too many.
local now = now_ms()
local p, refusal = enter(now)
if not p then return refusal end
local slots = redis.call('ZRANGEBYSCORE', slots_key(p), '(' .. now, '+inf', 'LIMIT', ARGV[1], ARGV[2])
local sessions = '-'
if ARGV[1] == '0' and redis.call('ZCARD', exp_key(p)) <= tonumber(ARGV[3]) then
  local names = {}
  for _, member in ipairs(redis.call('ZRANGE', exp_key(p), 0, -1)) do
    local slot, seat = string.match(member, '^(.+):(%d+)$')
    names[#names + 1] = redis.call('HGET', slot_key(p, slot), 'h' .. seat) or nil
  end
  sessions = table.concat(names, ' ')
end
local reply = {'COUNTED', #slots, now, sessions}
for _, slot in ipairs(slots) do
  local sale = redis.call('HMGET', slot_key(p, slot), 'n', 'opens')
  if tonumber(sale[1] or '0') > 0 then
    local open = tonumber(sale[2] or '0') <= now
    reply[#reply + 1] = slot
    reply[#reply + 1] = open and redis.call('ZCOUNT', free_key(p, slot), '-inf', now) or -1
  end
end
return reply
