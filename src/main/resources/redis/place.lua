-- Holds a free seat of a slot for a session; swaps when the session holds a seat of another slot. Takes as many wishes as have come
-- together: each is decided as if it had been sent alone, one after the other, and what was decided is written together. So what they
-- share is read once, and a fault on the way leaves nothing half done.
-- KEYS  1 {desk}:meta
-- ARGV  1 lifetime ms  2 unproven ms  3 extended ms  4 how many expired holds to end first, at most
--       5 units that an abandoned hold costs  6 burst and 7 interval µs of a session's budget  8 burst and 9 interval µs of a client's
--       10 for how many ms a pass is remembered as used; then seven of each wish:
--       1 slot  2 session  3 id of the hold if a new chain begins  4 caller's deadline ms  5 id of a lost hold that had passed the check,
--       or ''  6 pseudonym of the client's network, or '' to count by session alone  7 name of the pass it is placed with, or ''
-- Reply of each wish {HELD | REPEATED, id, slot, seat, fence, expires, deadline, proven} | {FULL} | {NOT_OPEN, opens}
--       | {LIMITED, ms to wait} | {NOT_OFFERED} | {LATE} | {PASS_USED} | {REBUILDING} | {UNKNOWN}
-- FULL, NOT_OPEN, LIMITED, LATE, PASS_USED and NOT_OFFERED write nothing of their own: a crowd that finds nothing costs the append-only file
-- nothing.
local FIRST_WISH, WISH = 11, 7
local lifetime, unproven, extended = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local abandoned, session_burst, client_burst = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[8])
local now = now_ms()
local p, refusal = enter(now)
local behind = p and reclaim(p, now, tonumber(ARGV[4])) == tonumber(ARGV[4])

-- What is known so far: by slot when it starts, why nothing of it is given (or false) and the free seats that are left; by session its
-- hold (or false). Read ahead for all wishes where that is one command.
local starts, closed, free, holds, wishes_of, searched = {}, {}, {}, {}, {}, {}
-- What is decided and not written yet: sessions in the order of their fences, by slot the seats that are taken and their holders, passes
-- that are used, and by key what becomes of budgets.
local placed, taken, holders, used, budgets = {}, {}, {}, {}, {}

local function read_ahead()
  local slots, sessions, keys = {}, {}, {}
  for i = FIRST_WISH, #ARGV, WISH do
    local slot, session = ARGV[i], ARGV[i + 1]
    if not wishes_of[slot] then slots[#slots + 1] = slot end
    wishes_of[slot] = (wishes_of[slot] or 0) + 1
    sessions[#sessions + 1], keys[#keys + 1] = session, session_key(p, session)
  end
  local scores = redis.call('ZMSCORE', slots_key(p), unpack(slots))
  for i, slot in ipairs(slots) do starts[slot] = scores[i] end
  local rows = redis.call('MGET', unpack(keys))
  for i, session in ipairs(sessions) do holds[session] = rows[i] and read_hold(rows[i]) end
end

-- Writes what was decided, to be done before anything else is written. The expiries come first: whatever went wrong afterwards, the sweep
-- would find these seats.
local function write()
  if #placed == 0 then return end
  local ends = {}
  for i, session in ipairs(placed) do
    local hold = holds[session]
    ends[2 * i - 1], ends[2 * i] = string.format('%d', hold.expires), hold.slot .. ':' .. hold.seat
  end
  redis.call('ZADD', exp_key(p), unpack(ends))
  local fence = redis.call('HINCRBY', meta, 'fence', #placed) - #placed
  for slot, seats in pairs(taken) do
    redis.call('ZREM', free_key(p, slot), unpack(seats))
    redis.call('HSET', slot_key(p, slot), unpack(holders[slot]))
  end
  for i, session in ipairs(placed) do
    holds[session].fence = fence + i
    keep_hold(p, session, holds[session], now)
  end
  for pass in pairs(used) do redis.call('SET', pass_key(pass), 1, 'PX', ARGV[10]) end
  gcra_keep_all(budgets, now)
  placed, taken, holders, used, budgets = {}, {}, {}, {}, {}
end

local function claim(session, hold)
  local slot = hold.slot
  holds[session] = hold
  placed[#placed + 1] = session
  if not taken[slot] then taken[slot], holders[slot] = {}, {} end
  local n = #taken[slot]
  taken[slot][n + 1] = hold.seat
  holders[slot][2 * n + 1], holders[slot][2 * n + 2] = 'h' .. hold.seat, session
end

-- Ends a hold: its seat is free for the wishes that follow.
local function give_back(slot, seat)
  write()
  local holder = end_hold(p, slot, seat)
  if holder then holds[holder] = nil end
  free[slot] = nil
end

local function hold_now(session)
  if holds[session] == nil then holds[session] = hold_of(p, session) or false end
  return holds[session]
end

-- Why no seat of a slot is given now, whoever asks; or false.
local function why_closed(slot)
  if not starts[slot] or tonumber(starts[slot]) <= now then return {'NOT_OFFERED'} end
  local sale = redis.call('HMGET', slot_key(p, slot), 'n', 'opens')
  if tonumber(sale[1] or '0') <= 0 then return {'NOT_OFFERED'} end
  if tonumber(sale[2] or '0') > now then return {'NOT_OPEN', sale[2]} end
  return false
end

local function first_free(slot)
  if not free[slot] then
    if taken[slot] then write() end
    free[slot] = redis.call('ZRANGEBYSCORE', free_key(p, slot), '-inf', now, 'LIMIT', 0, wishes_of[slot])
    free[slot].next = 1
  end
  return free[slot][free[slot].next]
end

-- More holds may have expired than were ended above: FULL must be true even while the sweep is behind.
local function end_expired(slot)
  searched[slot] = true
  write()
  local fields = redis.call('HGETALL', slot_key(p, slot))
  for i = 1, #fields, 2 do
    local held = string.match(fields[i], '^h(%d+)$')
    if held then
      local expires = redis.call('ZSCORE', exp_key(p), slot .. ':' .. held)
      if not expires or tonumber(expires) <= now then give_back(slot, held) end
    end
  end
end

-- Takes a hold's cost out of the budgets that are limited. Returns the ms to wait, 0 if it was taken; and the bill.
local function charge(session, client, cost)
  local limits, bill = {}, ''
  local of_session, of_client = session_burst > 0, client_burst > 0 and client ~= ''
  if of_session then
    limits[1] = {key = session_budget(session), burst = session_burst, interval = tonumber(ARGV[7]), cost = cost}
  end
  if of_client then
    limits[#limits + 1] = {key = client_budget(client), burst = client_burst, interval = tonumber(ARGV[9]), cost = cost}
  end
  if #limits == 0 then return 0, '' end
  local back = abandoned - 1
  return gcra_take(limits, now, budgets),
    string.format('%d %d %s', of_session and back * tonumber(ARGV[7]) or 0, of_client and back * tonumber(ARGV[9]) or 0, client)
end

local function decide(slot, session, new_id, patience, again, client, pass)
  if now > tonumber(patience) then return {'LATE'} end
  if not p then return refusal end
  if pass ~= '' and (used[pass] or redis.call('EXISTS', pass_key(pass)) == 1) then return {'PASS_USED'} end
  if closed[slot] == nil then closed[slot] = why_closed(slot) end
  if closed[slot] then return closed[slot] end

  local before = hold_now(session)
  local mine = before and before.expires > now and before or nil
  if mine and mine.slot == slot then return {'REPEATED', mine} end
  -- What was given back is the next one's: not to be had past a queue with a token that speaks of it.
  if again ~= '' and not mine and redis.call('EXISTS', given_up_key(again)) == 1 then return {'FULL'} end
  if not first_free(slot) and behind and not searched[slot] then end_expired(slot) end
  if not first_free(slot) then return {'FULL'} end

  -- Limits are asked last, so that FULL costs what it always did. A choice in a chain that was proven costs one unit; so does, in the
  -- end, any hold that becomes a request (end_hold_by_word). A hold that our own loss made necessary costs nothing.
  local cost = abandoned
  if again ~= '' then cost = 0 elseif mine and mine.proven == '1' then cost = 1 end
  local wait, bill = charge(session, client, cost)
  if wait > 0 then return {'LIMITED', wait} end
  if cost ~= abandoned then bill = mine and mine.bill or '' end

  local seat = first_free(slot)
  free[slot].next = free[slot].next + 1
  -- The seat that is swapped, or that of an expired hold the sweep has not come to yet.
  if before then give_back(before.slot, before.seat) end

  -- A chain of swaps counts from its first choice: unproven it lives at most one lifetime, proven at most `extended`. It keeps one id,
  -- the key of the one request that its one check is worth. So does a lost hold that is taken again; a live hold is never overruled.
  local hold = {slot = slot, seat = seat, id = new_id, first = now, proven = '0', bill = bill}
  if again ~= '' then hold.id, hold.proven = again, '1' end
  if mine then hold.id, hold.first, hold.proven = mine.id, mine.first, mine.proven end
  hold.deadline = math.min(now + lifetime, hold.first + extended)
  hold.expires = hold.deadline
  if hold.proven == '0' then
    -- A swap does not take back the time that was promised for a code on its way by mail (prolong.lua).
    local promised = mine and mine.expires or 0
    hold.expires = math.min(math.max(now + unproven, promised), hold.first + lifetime, hold.deadline)
  end
  claim(session, hold)
  if pass ~= '' then used[pass] = true end
  return {'HELD', hold}
end

if p then read_ahead() end
local answers = {}
for i = FIRST_WISH, #ARGV, WISH do
  answers[#answers + 1] = decide(unpack(ARGV, i, i + WISH - 1))
end
write()
-- Only now, since a hold has its fence when it is written.
for i, answer in ipairs(answers) do
  if type(answer[2]) == 'table' then answers[i] = hold_reply(answer[1], answer[2]) end
end
return answers
