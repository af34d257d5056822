-- Uses a hold's code up.
--
-- KEYS[1]  hash: the hold's code
-- Replies  1 it was there, 0 somebody used it before
return redis.call('DEL', KEYS[1])
