-- Takes one unit of each of some budgets, or none of any. An act that was paid for is not charged again: a repeated form is free.
-- KEYS  1 mark of the act  2... the budgets, all of the same hash tag
-- ARGV  1 ms for which the act is remembered  2... burst and interval in µs of each budget
-- Reply 0 taken, or the ms after which to try again
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
local budgets = {}
for i = 2, #KEYS do
  budgets[i - 1] = {key = KEYS[i], burst = tonumber(ARGV[2 * i - 2]), interval = tonumber(ARGV[2 * i - 1]), cost = 1}
end
local wait = gcra_take(budgets, now_ms())
if wait == 0 then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
return wait
