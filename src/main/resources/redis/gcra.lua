-- GCRA, the generic cell rate algorithm: the one place where limits are counted. Prepended by the loader.
--
-- A budget is one key. It holds the instant, in whole microseconds since the epoch, at which every unit taken so far will have come
-- back: `burst` units may be out at once, and one comes back every `interval` microseconds. The key ends by itself when all are back.
-- All numbers are whole and below 2^53, so that counting is exact.

local function gcra_keep(key, back_at, now)
  redis.call('SET', key, string.format('%.0f', back_at), 'PX', math.ceil((back_at - now) / 1000))
end

-- Takes cost units of every budget, or nothing of any. Each budget is {key, burst, interval, cost}; burst 0: without limit. now is in
-- milliseconds. Returns 0 when taken, else the milliseconds after which all would have had enough. Writes nothing: what was taken of a
-- key stands in taken, for gcra_keep_all, and the next call counts with it.
local function gcra_take(budgets, now_millis, taken)
  local now = now_millis * 1000
  local too_early = 0
  for _, b in ipairs(budgets) do
    if b.burst > 0 and b.cost > 0 then
      local tolerance = b.burst * b.interval
      -- Never later than a whole burst from now: a clock that went back, or a limit that was raised, must not lock anybody out.
      local out_until = math.min(taken[b.key] or tonumber(redis.call('GET', b.key) or '0'), now + tolerance)
      b.back_at = math.max(out_until, now) + b.cost * b.interval
      too_early = math.max(too_early, b.back_at - tolerance - now)
    end
  end
  if too_early > 0 then return math.ceil(too_early / 1000) end
  for _, b in ipairs(budgets) do
    if b.back_at then taken[b.key] = b.back_at end
  end
  return 0
end

local function gcra_keep_all(taken, now_millis)
  for key, back_at in pairs(taken) do gcra_keep(key, back_at, now_millis * 1000) end
end

-- Gives back what was taken: so many microseconds of a budget.
local function gcra_return(key, micros, now_millis)
  local now = now_millis * 1000
  local back_at = tonumber(redis.call('GET', key) or '0') - micros
  if back_at > now then gcra_keep(key, back_at, now) else redis.call('DEL', key) end
end
