-- Gives the seat of a session back.
-- KEYS  1 {desk}:meta
-- ARGV  1 session  2 fence of the hold that is meant, or 0 for whichever it is
-- Reply {RELEASED} | {GONE} | {REBUILDING} | {UNKNOWN}
local now = now_ms()
local p, refusal = enter(now)
if not p then return refusal end
local hold = redis.call('HMGET', session_key(p, ARGV[1]), 'slot', 'seat', 'fence')
if not hold[1] or (ARGV[2] ~= '0' and ARGV[2] ~= hold[3]) then return {'GONE'} end
end_hold(p, hold[1], hold[2])
return {'RELEASED'}
