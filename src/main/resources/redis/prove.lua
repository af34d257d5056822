-- The security check was passed: the hold lives to its deadline.
-- KEYS  1 {desk}:meta
-- ARGV  1 session
-- Reply {LIVE, id, slot, seat, fence, expires, deadline, proven} | {GONE} | {REBUILDING} | {UNKNOWN}
local now = now_ms()
local p, refusal = enter(now)
if not p then return refusal end
local hold = live_hold(p, ARGV[1], now)
if not hold then return {'GONE'} end
if hold.proven == '0' then
  hold.proven = '1'
  hold.expires = math.max(hold.expires, hold.deadline)
  write_hold(p, ARGV[1], hold, now)
end
return hold_reply('LIVE', hold)
