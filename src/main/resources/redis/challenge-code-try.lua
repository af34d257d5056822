-- Compares what was typed with a hold's code. A wrong one takes a try in the same step, so that no crowd of guesses gets more of them; with
-- the last try the code is gone. The right one takes none: it stays good where what it was typed for is refused for another reason.
--
-- KEYS[1]  hash: the hold's code
-- ARGV[1]  tries allowed
-- ARGV[2]  and on: the seals of what was typed, under each key that may have sealed the code; none where no code was typed: no try is taken
-- Replies  {} no code, {'RIGHT', seal} or {'WRONG', tries left after this one}
local kept = redis.call('HMGET', KEYS[1], 'seal', 'tries')
if not kept[1] then
    return {}
end
for i = 2, #ARGV do
    if ARGV[i] == kept[1] then
        return { 'RIGHT', kept[1] }
    end
end
local left = tonumber(ARGV[1]) - tonumber(kept[2])
if #ARGV > 1 then
    left = left - 1
    redis.call('HINCRBY', KEYS[1], 'tries', 1)
end
if left <= 0 then
    redis.call('DEL', KEYS[1])
end
return { 'WRONG', left }
