-- Free seats of the slots on sale, a page at a time; none of a slot that has not opened. Writes nothing: a seat whose hold has just expired counts after the next sweep.
-- KEYS  1 {desk}:meta
-- ARGV  1 how many slots to pass over  2 how many to look at  3 how many holds to name the sessions of, at most
-- Reply {COUNTED, slots looked at, now ms, sessions, slot, free, slot, free, ...} | {REBUILDING} | {UNKNOWN}
-- free is -1 for a slot of which none is free and that is not full for all that: it has not opened, or a hold of it has run out, so that
-- whoever asks for it gets that seat before any sweep. (Holds are looked at where they are named.) sessions: all that hold a seat of the desk, with blanks between them; '-' on any page but the
-- first, and where there are too many.
local now = now_ms()
local p, refusal = enter(now)
if not p then return refusal end
local slots = redis.call('ZRANGEBYSCORE', slots_key(p), '(' .. now, '+inf', 'LIMIT', ARGV[1], ARGV[2])
local sessions = '-'
local run_out = {}
if ARGV[1] == '0' and redis.call('ZCARD', exp_key(p)) <= tonumber(ARGV[3]) then
  local names = {}
  local holds = redis.call('ZRANGE', exp_key(p), 0, -1, 'WITHSCORES')
  for i = 1, #holds, 2 do
    local slot, seat = string.match(holds[i], '^(.+):(%d+)$')
    names[#names + 1] = redis.call('HGET', slot_key(p, slot), 'h' .. seat) or nil
    if tonumber(holds[i + 1]) <= now then run_out[slot] = true end
  end
  sessions = table.concat(names, ' ')
end
local reply = {'COUNTED', #slots, now, sessions}
for _, slot in ipairs(slots) do
  local sale = redis.call('HMGET', slot_key(p, slot), 'n', 'opens')
  if tonumber(sale[1] or '0') > 0 then
    local open = tonumber(sale[2] or '0') <= now
    local free = open and redis.call('ZCOUNT', free_key(p, slot), '-inf', now) or -1
    reply[#reply + 1] = slot
    reply[#reply + 1] = free == 0 and run_out[slot] and -1 or free
  end
end
return reply
