-- A submission is tried: keeps the seat of a proven hold for the time of its transaction, and long enough for another try by hand if
-- an outage of ours stops it. May be repeated, up to `extended` after the first choice; an unproven hold is shown as it is. A hold that
-- is submitted was not abandoned: what it was charged for that is given back, once.
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
local longer = kept > hold.expires and now < last
if hold.proven == '1' and (longer or hold.bill ~= '') then
  local of_session, of_client, client = string.match(hold.bill, '^(%d+) (%d+) (.*)$')
  if tonumber(of_session or 0) > 0 then gcra_return(session_budget(ARGV[1]), tonumber(of_session), now) end
  if tonumber(of_client or 0) > 0 then gcra_return(client_budget(client), tonumber(of_client), now) end
  hold.bill = ''
  if longer then hold.expires = kept end
  write_hold(p, ARGV[1], hold, now)
end
return hold_reply('LIVE', hold)
