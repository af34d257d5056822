-- Takes one unit of each of some budgets, or none of any. An act that was paid for may be remembered: repeating it is free.
-- KEYS  1... the budgets, n of them, then the mark of the act if it is to be remembered; all of the same hash tag
-- ARGV  1 ms for which the act is remembered, or 0  2... burst and interval in µs of each budget
-- Reply 0 taken, or the ms after which to try again
local remembered = tonumber(ARGV[1])
local mark = remembered > 0 and KEYS[#KEYS] or nil
if mark and redis.call('EXISTS', mark) == 1 then return 0 end
local budgets = {}
for i = 1, mark and #KEYS - 1 or #KEYS do
  budgets[i] = {key = KEYS[i], burst = tonumber(ARGV[2 * i]), interval = tonumber(ARGV[2 * i + 1]), cost = 1}
end
local now, taken = now_ms(), {}
local wait = gcra_take(budgets, now, taken)
gcra_keep_all(taken, now)
if mark and wait == 0 then redis.call('SET', mark, '1', 'PX', remembered) end
return wait
