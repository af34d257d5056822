-- Marks a solution as used.
--
-- KEYS[1]  the solution's mark
-- ARGV[1]  ms the mark must live: as long as the challenge is valid
-- Replies  1 it was the first use, 0 it was used before
if redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then
    return 1
end
return 0
