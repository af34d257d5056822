-- Keeps a new code for a hold; it replaces an older one.
--
-- KEYS[1]  hash: the hold's code
-- ARGV[1]  the code's seal (HMAC)
-- ARGV[2]  ms the code lives
-- Replies  1
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'seal', ARGV[1], 'tries', '0')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
