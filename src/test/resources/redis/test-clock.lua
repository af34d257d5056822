-- A clock that tests set: the milliseconds in {desk}:clock if that key exists, else Redis's own.
local function now_ms()
  local set = redis.call('GET', string.match(KEYS[1], '^{.-}:') .. 'clock')
  if set then return tonumber(set) end
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
end
