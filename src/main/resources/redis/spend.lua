-- Remembers a pass as used, although nothing was held with it: its turn was given up. Whatever becomes of the desk meanwhile.
-- KEYS  1 {desk}:meta
-- ARGV  1 name of the pass  2 for how many ms it is remembered
-- Reply {SPENT}
redis.call('SET', pass_key(ARGV[1]), 1, 'PX', ARGV[2])
return {'SPENT'}
