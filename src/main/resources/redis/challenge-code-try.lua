-- Takes one try at a hold's code. The try is counted before the seal is shown, so that no crowd of tries gets more of them.
-- With the last try the code is gone: who took it is the only one to compare with it.
--
-- KEYS[1]  hash: the hold's code
-- ARGV[1]  tries allowed
-- ARGV[2]  1 to count the try, 0 to only look how many are left
-- Replies  {} no code, or {seal, tries left after this one}
local seal = redis.call('HGET', KEYS[1], 'seal')
if not seal then
    return {}
end
local tries = redis.call('HINCRBY', KEYS[1], 'tries', ARGV[2])
local left = tonumber(ARGV[1]) - tries
if left <= 0 then
    redis.call('DEL', KEYS[1])
end
return { seal, left }
