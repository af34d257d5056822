-- Hears PostgreSQL's word on seats. While the desk is being rebuilt nothing is heard: the word must come again afterwards.
-- KEYS  1 {desk}:meta
-- ARGV  of each seat: slot, start ms, opens ms, seat, version, state (F, T, W), ms from which a free one can be held
-- Reply {SETTLED} | {REBUILDING} | {UNKNOWN}
local now = now_ms()
local p, refusal = enter(now)
if not p then return refusal end
hear_all(p, 1, now)
return {'SETTLED'}
