-- What the scripts of a desk share. Prepended by the loader.
--
-- Keys of a desk d, all under the hash tag {d}; E is the epoch, a number that rises with each rebuild:
--   {d}:meta           hash  epoch (the one in use), building and lease (a rebuild under way, until when it is waited for), fence
--   {d}:old            set   epochs whose keys are still to be deleted
--   {d}:pass:<name>    string, for a while: a pass that was used, or given up
--   {d}:given-up:<id>  string, for as long as it would have lasted: a proven hold that was given back
--   {d}:E:slots        zset  slot -> start ms; every slot Redis has heard of and that is not long past
--   {d}:E:slot:<slot>  hash  <seat> -> version and F (on sale), T (taken) or W (withdrawn); h<seat> -> session that holds it;
--                            n -> seats that are not withdrawn; opens -> ms before which none of its seats is given
--   {d}:E:free:<slot>  zset  seat -> ms from which it can be held (in the future: cooling)
--   {d}:E:exp          zset  <slot>:<seat> -> ms at which its hold ends
--   {d}:E:held:<s>     string, nine lines: the session's hold: id, slot, seat, fence, first (choice of the chain of swaps), expires,
--                            deadline, proven, bill
--   {d}:limit:hold-session:<s>, {d}:limit:hold-client:<pseudonym>   budgets (gcra.lua): what holds cost
-- A hold is charged as if it were going to be abandoned. Its bill says what the request that is made of it gives back: the µs of the
-- session's budget, those of the client's, and the client's pseudonym; empty when nothing is owed.
-- Scripts get meta as KEYS[1] and make the other names from it: they share its tag, hence its node.

local meta = KEYS[1]
local base = string.sub(meta, 1, -5)

local function epoch_prefix(epoch)
  return base .. epoch .. ':'
end

-- The prefix of the epoch in use, or nil and the answer that says why there is none.
local function enter(now)
  local m = redis.call('HMGET', meta, 'epoch', 'building', 'lease')
  if m[2] then
    if tonumber(m[3]) > now then return nil, {'REBUILDING'} end
    return nil, {'UNKNOWN'}
  end
  if not m[1] then return nil, {'UNKNOWN'} end
  return epoch_prefix(m[1])
end

local function slots_key(p) return p .. 'slots' end
local function slot_key(p, slot) return p .. 'slot:' .. slot end
local function free_key(p, slot) return p .. 'free:' .. slot end
local function exp_key(p) return p .. 'exp' end
local function pass_key(name) return base .. 'pass:' .. name end
local function given_up_key(id) return base .. 'given-up:' .. id end
local function session_key(p, session) return p .. 'held:' .. session end
local function session_budget(session) return base .. 'limit:hold-session:' .. session end
local function client_budget(client) return base .. 'limit:hold-client:' .. client end

local MINUTE = 60000

-- One line for each field: a hold is read and written as a whole, and a string costs least.
local function read_hold(row)
  local id, slot, seat, fence, first, expires, deadline, proven, bill =
    string.match(row, '^(.-)\n(.-)\n(.-)\n(.-)\n(.-)\n(.-)\n(.-)\n(.-)\n(.*)$')
  return {id = id, slot = slot, seat = seat, fence = tonumber(fence), first = tonumber(first), expires = tonumber(expires),
    deadline = tonumber(deadline), proven = proven, bill = bill}
end

-- The hold of a session as a table, or nil. It may have expired, when the sweep has not come to it yet.
local function hold_of(p, session)
  local row = redis.call('GET', session_key(p, session))
  return row and read_hold(row) or nil
end

-- Ends the hold on a seat, if there is one; the seat is free again, since ever: a failover to a node whose clock is a little behind
-- must not hide it. (Only seats on sale are held; whoever ends a hold for another reason takes the seat out afterwards.) Returns the session.
local function end_hold(p, slot, seat)
  redis.call('ZREM', exp_key(p), slot .. ':' .. seat)
  local holder = redis.call('HGET', slot_key(p, slot), 'h' .. seat)
  if not holder then return end
  redis.call('HDEL', slot_key(p, slot), 'h' .. seat)
  local hold = hold_of(p, holder)
  if hold and hold.slot == slot and hold.seat == seat then redis.call('DEL', session_key(p, holder)) end
  redis.call('ZADD', free_key(p, slot), 0, seat)
  return holder
end

-- Ends the hold on a seat because PostgreSQL says whose the seat is: a request's, most often this session's own. Such a hold was not
-- abandoned, and what it was charged for that is given back.
local function end_hold_by_word(p, slot, seat, now)
  local session = redis.call('HGET', slot_key(p, slot), 'h' .. seat)
  local hold = hold_of(p, session)
  if hold and hold.slot == slot and hold.seat == seat then
    local of_session, of_client, client = string.match(hold.bill, '^(%d+) (%d+) (.*)$')
    if tonumber(of_session or 0) > 0 then gcra_return(session_budget(session), tonumber(of_session), now) end
    if tonumber(of_client or 0) > 0 then gcra_return(client_budget(client), tonumber(of_client), now) end
  end
  end_hold(p, slot, seat)
end

-- Ends up to limit expired holds, the oldest first. Returns how many.
local function reclaim(p, now, limit)
  local expired = redis.call('ZRANGEBYSCORE', exp_key(p), '-inf', now, 'LIMIT', 0, limit)
  for _, member in ipairs(expired) do
    local slot, seat = string.match(member, '^(.+):(%d+)$')
    end_hold(p, slot, seat)
  end
  return #expired
end

-- The live hold of a session as a table, or nil.
local function live_hold(p, session, now)
  local hold = hold_of(p, session)
  return hold and hold.expires > now and hold or nil
end

-- Writes the row of a hold. The key's own expiry is only for memory: a hold ends by its field expires, which sweep and place honour.
local function keep_hold(p, session, hold, now)
  local row = string.format('%s\n%s\n%s\n%d\n%d\n%d\n%d\n%s\n%s',
    hold.id, hold.slot, hold.seat, hold.fence, hold.first, hold.expires, hold.deadline, hold.proven, hold.bill)
  redis.call('SET', session_key(p, session), row, 'PX',
    string.format('%d', math.max(hold.expires, hold.deadline, now) - now + MINUTE))
end

local function write_hold(p, session, hold, now)
  keep_hold(p, session, hold, now)
  redis.call('ZADD', exp_key(p), hold.expires, hold.slot .. ':' .. hold.seat)
end

local function hold_reply(code, hold)
  return {code, hold.id, hold.slot, tonumber(hold.seat), hold.fence, hold.expires, hold.deadline,
    tonumber(hold.proven)}
end

-- Hears PostgreSQL's word on one seat: state F, T or W; available is the ms from which a free seat can be held, opens the ms from
-- which its slot's can. A word that is not newer than the last one heard changes nothing. An opening that moves is said of every seat
-- of the slot, so the last word heard leaves the right one.
local function hear(p, slot, start, opens, seat, version, state, available, now)
  local key = slot_key(p, slot)
  local heard = redis.call('HGET', key, seat)
  if heard then
    if tonumber(string.sub(heard, 1, -2)) >= tonumber(version) then return end
  elseif start <= now and not redis.call('ZSCORE', slots_key(p), slot) then
    return
  end
  redis.call('ZADD', slots_key(p), start, slot)
  redis.call('HSET', key, seat, version .. state, 'opens', opens)
  local was_offered = heard and string.sub(heard, -1) ~= 'W'
  if state ~= 'W' and not was_offered then redis.call('HINCRBY', key, 'n', 1) end
  if state == 'W' and was_offered then redis.call('HINCRBY', key, 'n', -1) end
  local held = redis.call('HEXISTS', key, 'h' .. seat) == 1
  if held and state == 'F' and available <= now and opens <= now then return end
  if held then end_hold_by_word(p, slot, seat, now) end
  if state == 'F' then
    redis.call('ZADD', free_key(p, slot), available, seat)
  else
    redis.call('ZREM', free_key(p, slot), seat)
  end
end

-- Hears the words in ARGV from index first on: slot, start, opens, seat, version, state, available of each.
local function hear_all(p, first, now)
  for i = first, #ARGV, 7 do
    hear(p, ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), ARGV[i + 3], ARGV[i + 4], ARGV[i + 5],
      tonumber(ARGV[i + 6]), now)
  end
end

-- Deletes the keys of up to limit slots of an epoch, with the sessions that hold them. Returns whether anything is left.
local function delete_epoch(p, limit)
  local slots = redis.call('ZRANGE', slots_key(p), 0, limit - 1)
  for _, slot in ipairs(slots) do
    local fields = redis.call('HGETALL', slot_key(p, slot))
    for i = 1, #fields, 2 do
      if string.sub(fields[i], 1, 1) == 'h' then redis.call('DEL', session_key(p, fields[i + 1])) end
    end
    redis.call('DEL', slot_key(p, slot), free_key(p, slot))
    redis.call('ZREM', slots_key(p), slot)
  end
  if #slots == limit then return true end
  redis.call('DEL', slots_key(p), exp_key(p))
  return false
end
