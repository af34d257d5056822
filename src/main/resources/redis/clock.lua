-- The only clock of the scripts: Redis's own, in milliseconds since the epoch. Prepended by the loader; tests prepend another one.
local function now_ms()
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
end
