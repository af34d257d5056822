-- Loads some seats into the epoch being built.
-- KEYS  1 {desk}:meta
-- ARGV  1 epoch  2 lease ms  3... of each seat: slot, start ms, opens ms, seat, version, state (F, T, W), ms from which a free one can
--       be held
-- Reply {LOADED} | {STALE}
local now = now_ms()
if redis.call('HGET', meta, 'building') ~= ARGV[1] then return {'STALE'} end
redis.call('HSET', meta, 'lease', string.format('%.0f', now + tonumber(ARGV[2])))
hear_all(epoch_prefix(ARGV[1]), 3, now)
return {'LOADED'}
