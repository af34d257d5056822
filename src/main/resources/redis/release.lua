-- Gives the seat of a session back.
-- KEYS  1 {desk}:meta
-- ARGV  1 session  2 fence of the hold that is meant, or 0 for whichever it is: the applicant's own wish
-- Reply {RELEASED} | {GONE} | {REBUILDING} | {UNKNOWN}
local now = now_ms()
local p, refusal = enter(now)
if not p then return refusal end
local hold = hold_of(p, ARGV[1])
if not hold or (ARGV[2] ~= '0' and tonumber(ARGV[2]) ~= hold.fence) then return {'GONE'} end
-- Who gave it back of their own accord has a token still that says that it was theirs: it is no hold that we lost (place.lua).
if ARGV[2] == '0' and hold.proven == '1' then
  local lasts = math.max(hold.expires, hold.deadline, now) - now + MINUTE
  redis.call('SET', given_up_key(hold.id), 1, 'PX', string.format('%d', lasts))
end
end_hold(p, hold.slot, hold.seat)
return {'RELEASED'}
