-- Keeps the seat of a proven hold at least so long while its booking is written. May be repeated while PostgreSQL is away, up to
-- `extended` after the first choice; an unproven hold is shown as it is.
-- KEYS  1 {desk}:meta
-- ARGV  1 session  2 seal ms  3 extended ms
-- Reply {LIVE, id, slot, seat, fence, expires, deadline, proven} | {GONE} | {REBUILDING} | {UNKNOWN}
local now = now_ms()
local p, refusal = enter(now)
if not p then return refusal end
local hold = live_hold(p, ARGV[1], now)
if not hold then return {'GONE'} end
local sealed = now + tonumber(ARGV[2])
if hold.proven == '1' and sealed > hold.expires and now < hold.first + tonumber(ARGV[3]) then
  hold.expires = sealed
  write_hold(p, ARGV[1], hold, now)
end
return hold_reply('LIVE', hold)
