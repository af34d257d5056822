-- The live hold of a session. Writes nothing.
-- KEYS  1 {desk}:meta
-- ARGV  1 session
-- Reply {LIVE, id, slot, seat, fence, expires, deadline, proven} | {GONE} | {REBUILDING} | {UNKNOWN}
local now = now_ms()
local p, refusal = enter(now)
if not p then return refusal end
local hold = live_hold(p, ARGV[1], now)
if not hold then return {'GONE'} end
return hold_reply('LIVE', hold)
