-- Holds a free seat of a slot for a session; swaps when the session holds a seat of another slot.
-- KEYS  1 {desk}:meta
-- ARGV  1 slot  2 session  3 id of the hold if a new chain begins  4 caller's deadline ms  5 lifetime ms  6 unproven ms
--       7 extended ms  8 how many expired holds to end first, at most  9 id of a lost hold that had passed the check, or ''
--       10 pseudonym of the client's network, or '' to count by session alone  11 units that an abandoned hold costs
--       12 burst and 13 interval µs of a session's budget  14 burst and 15 interval µs of a client's
--       16 name of the pass it is placed with, or ''  17 for how many ms that pass is remembered as used
-- Reply {HELD | REPEATED, id, slot, seat, fence, expires, deadline, proven} | {FULL} | {NOT_OPEN, opens} | {LIMITED, ms to wait}
--       | {NOT_OFFERED} | {LATE} | {PASS_USED} | {REBUILDING} | {UNKNOWN}
-- FULL, NOT_OPEN, LIMITED, LATE, PASS_USED and NOT_OFFERED write nothing of their own: a crowd that finds nothing costs the append-only file
-- nothing.
local slot, session = ARGV[1], ARGV[2]
local lifetime, unproven, extended = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local now = now_ms()
if now > tonumber(ARGV[4]) then return {'LATE'} end
local p, refusal = enter(now)
if not p then return refusal end
local pass = ARGV[16] ~= '' and pass_key(ARGV[16])
if pass and redis.call('EXISTS', pass) == 1 then return {'PASS_USED'} end
local ended = reclaim(p, now, tonumber(ARGV[8]))

local start = redis.call('ZSCORE', slots_key(p), slot)
if not start or tonumber(start) <= now then return {'NOT_OFFERED'} end
local sale = redis.call('HMGET', slot_key(p, slot), 'n', 'opens')
if tonumber(sale[1] or '0') <= 0 then return {'NOT_OFFERED'} end
if tonumber(sale[2] or '0') > now then return {'NOT_OPEN', sale[2]} end

local before = hold_of(p, session)
local mine = before and before.expires > now and before or nil
if mine and mine.slot == slot then return hold_reply('REPEATED', mine) end

local function first_free()
  return redis.call('ZRANGEBYSCORE', free_key(p, slot), '-inf', now, 'LIMIT', 0, 1)[1]
end
local seat = first_free()
if not seat and ended == tonumber(ARGV[8]) then
  -- More holds may have expired than were ended above: FULL must be true even while the sweep is behind.
  local fields = redis.call('HGETALL', slot_key(p, slot))
  for i = 1, #fields, 2 do
    local held = string.match(fields[i], '^h(%d+)$')
    if held then
      local expires = redis.call('ZSCORE', exp_key(p), slot .. ':' .. held)
      if not expires or tonumber(expires) <= now then end_hold(p, slot, held) end
    end
  end
  seat = first_free()
end
if not seat then return {'FULL'} end

-- Limits are asked last, so that FULL costs what it always did. A choice in a chain that was proven costs one unit; so does, in the end,
-- any hold that becomes a request (end_hold_by_word). A hold that our own loss made necessary costs nothing.
local again = ARGV[9] ~= '' and ARGV[9] or nil
local client, abandoned = ARGV[10], tonumber(ARGV[11])
local cost = abandoned
if again then cost = 0 elseif mine and mine.proven == '1' then cost = 1 end
local of_session = {key = session_budget(session), burst = tonumber(ARGV[12]), interval = tonumber(ARGV[13]), cost = cost}
local of_client = {key = client_budget(client), burst = client ~= '' and tonumber(ARGV[14]) or 0, interval = tonumber(ARGV[15]),
  cost = cost}
local wait = gcra_take({of_session, of_client}, now)
if wait > 0 then return {'LIMITED', wait} end
local bill = mine and mine.bill or ''
if cost == abandoned then
  local back = abandoned - 1
  bill = string.format('%.0f %.0f %s', of_session.burst > 0 and back * of_session.interval or 0,
    of_client.burst > 0 and back * of_client.interval or 0, client)
end

-- The seat that is swapped, or that of an expired hold the sweep has not come to yet.
if before then end_hold(p, before.slot, before.seat) end

-- A chain of swaps counts from its first choice: unproven it lives at most one lifetime, proven at most `extended`. It keeps one id,
-- the key of the one request that its one check is worth. So does a lost hold that is taken again; a live hold is never overruled.
local id = mine and mine.id or again or ARGV[3]
local first = mine and mine.first or now
local proven = again and '1' or '0'
if mine then proven = mine.proven end
local deadline = math.min(now + lifetime, first + extended)
local expires = deadline
if proven == '0' then
  -- A swap does not take back the time that was promised for a code on its way by mail (prolong.lua).
  local promised = mine and mine.expires or 0
  expires = math.min(math.max(now + unproven, promised), first + lifetime, deadline)
end
local hold = {id = id, slot = slot, seat = seat, fence = redis.call('HINCRBY', meta, 'fence', 1), first = first,
  expires = expires, deadline = deadline, proven = proven, bill = bill}
redis.call('ZREM', free_key(p, slot), seat)
redis.call('HSET', slot_key(p, slot), 'h' .. seat, session)
write_hold(p, session, hold, now)
if pass then redis.call('SET', pass, 1, 'PX', ARGV[17]) end
return hold_reply('HELD', hold)
