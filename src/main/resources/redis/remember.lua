-- Remembers what came with a key, if nothing did before; each time it comes it is remembered for as long again.
-- KEYS  1 the key
-- ARGV  1 what comes with it, or '' to forget what came  2 ms for which it is remembered
-- Reply 0 nothing came before, 1 the same did, 2 something else did
if ARGV[1] == '' then
  redis.call('DEL', KEYS[1])
  return 0
end
local before = redis.call('GET', KEYS[1])
if before then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return before == ARGV[1] and 1 or 2
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 0
