-- Keeps a new code for a hold, unless too many were sent already. The new code replaces an older one; a refusal writes nothing.
--
-- KEYS[1]  hash: the hold's code
-- KEYS[2]  counter: codes sent for the hold
-- KEYS[3]  counter: codes sent to the address, pseudonymous
-- KEYS[4]  counter: codes sent for the client's network, pseudonymous
-- ARGV[1]  the code's seal (HMAC)
-- ARGV[2]  ms the code lives
-- ARGV[3]  ms the counters live, from their first count on
-- ARGV[4]  codes allowed for the hold
-- ARGV[5]  codes allowed to the address
-- ARGV[6]  codes allowed for the network
-- Replies  1 kept, 0 limit reached
for i = 2, 4 do
    if tonumber(redis.call('GET', KEYS[i]) or '0') >= tonumber(ARGV[i + 2]) then
        return 0
    end
end
for i = 2, 4 do
    if redis.call('INCR', KEYS[i]) == 1 then
        redis.call('PEXPIRE', KEYS[i], ARGV[3])
    end
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'seal', ARGV[1], 'tries', '0')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
