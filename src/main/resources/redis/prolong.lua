-- A code for the security check is on its way by mail: the unproven hold waits for it until its deadline, and like any unproven
-- chain of swaps one lifetime at most. Asking again changes nothing.
-- KEYS  1 {desk}:meta
-- ARGV  1 session  2 lifetime ms
-- Reply {LIVE, id, slot, seat, fence, expires, deadline, proven} | {GONE} | {REBUILDING} | {UNKNOWN}
local now = now_ms()
local p, refusal = enter(now)
if not p then return refusal end
local hold = live_hold(p, ARGV[1], now)
if not hold then return {'GONE'} end
local longest = math.min(hold.deadline, hold.first + tonumber(ARGV[2]))
if hold.proven == '0' and longest > hold.expires then
  hold.expires = longest
  write_hold(p, ARGV[1], hold, now)
end
return hold_reply('LIVE', hold)
