-- How busy a desk is: holds that asked for their first challenge, each fading away with time. Counted over all instances, and once for each
-- hold, so that asking again and again makes it no harder for others.
--
-- KEYS[1]  the hold's mark
-- KEYS[2]  hash: the meter; level, at (ms)
-- ARGV[1]  ms the mark lives: longer than a hold
-- ARGV[2]  ms after which a hold counts for a third (1/e): in steady state the level is the number of holds in that time
-- Replies  the level, rounded
local now = now_ms()
local meter = redis.call('HMGET', KEYS[2], 'level', 'at')
local age = math.max(0, now - tonumber(meter[2] or now))
local level = tonumber(meter[1] or '0') * math.exp(-age / tonumber(ARGV[2]))
if redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then
    level = level + 1
    redis.call('HSET', KEYS[2], 'level', string.format('%.6f', level), 'at', string.format('%.0f', now))
    redis.call('PEXPIRE', KEYS[2], 10 * ARGV[2])
end
return math.floor(level + 0.5)
