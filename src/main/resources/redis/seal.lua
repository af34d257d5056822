-- A submission is tried: keeps the seat of a proven hold for the time of its transaction, and long enough for another try by hand if
-- an outage of ours stops it. May be repeated, up to `extended` after the first choice; an unproven hold is shown as it is.
-- KEYS  1 {desk}:meta
-- ARGV  1 session  2 ms for the transaction  3 ms for another try, never beyond `extended`  4 extended ms
-- Reply {LIVE, id, slot, seat, fence, expires, deadline, proven} | {GONE} | {REBUILDING} | {UNKNOWN}
local now = now_ms()
local p, refusal = enter(now)
if not p then return refusal end
local hold = live_hold(p, ARGV[1], now)
if not hold then return {'GONE'} end
local last = hold.first + tonumber(ARGV[4])
local kept = math.max(now + tonumber(ARGV[2]), math.min(now + tonumber(ARGV[3]), last))
if hold.proven == '1' and kept > hold.expires and now < last then
  hold.expires = kept
  write_hold(p, ARGV[1], hold, now)
end
return hold_reply('LIVE', hold)
