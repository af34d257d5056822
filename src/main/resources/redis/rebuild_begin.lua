-- Opens a new epoch: until it is flipped in, the desk answers REBUILDING. Whoever was rebuilding finds itself STALE.
-- KEYS  1 {desk}:meta
-- ARGV  1 lease ms: how long the next step is waited for  2 OVER any other rebuild; BESIDE none that is under way; UNKNOWN as
--       BESIDE, and only if the desk is not known
-- Reply {BEGUN, epoch} | {NOT_NEEDED}
local now = now_ms()
local m = redis.call('HMGET', meta, 'epoch', 'building', 'lease', 'fence')
if m[2] then
  if ARGV[2] ~= 'OVER' and tonumber(m[3]) > now then return {'NOT_NEEDED'} end
  redis.call('SADD', base .. 'old', m[2])
elseif m[1] and ARGV[2] == 'UNKNOWN' then
  return {'NOT_NEEDED'}
end
-- From the clock, so that an epoch's name never comes back, not even in a Redis that was emptied.
local epoch = string.format('%.0f', math.max(now, tonumber(m[1] or '0') + 1, tonumber(m[2] or '0') + 1))
redis.call('HSET', meta, 'building', epoch, 'lease', string.format('%.0f', now + tonumber(ARGV[1])))
if not m[4] then redis.call('HSET', meta, 'fence', string.format('%.0f', now * 1000)) end
return {'BEGUN', epoch}
