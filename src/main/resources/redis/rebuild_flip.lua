-- Puts the epoch that was built in use; the one before it is deleted by sweeps.
-- KEYS  1 {desk}:meta
-- ARGV  1 epoch
-- Reply {FLIPPED} | {STALE}
local m = redis.call('HMGET', meta, 'epoch', 'building')
if m[2] ~= ARGV[1] then return {'STALE'} end
if m[1] then redis.call('SADD', base .. 'old', m[1]) end
redis.call('HDEL', meta, 'building', 'lease')
redis.call('HSET', meta, 'epoch', ARGV[1])
return {'FLIPPED'}
