-- Removes a content that nobody put for so long.
-- KEYS: header, index, piece 0, piece 1, …   ARGV: sha256, age in ms
-- Answers 1 when something was removed. Repeated, it finds nothing, and answers 0: the caller only counts.
local put_at = redis.call('ZSCORE', KEYS[2], ARGV[1])
if put_at then
  local time = redis.call('TIME')
  local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)
  if now_ms - put_at < tonumber(ARGV[2]) then
    return 0
  end
end
redis.call('ZREM', KEYS[2], ARGV[1])
local gone = redis.call('DEL', KEYS[1])
for i = 3, #KEYS do
  gone = gone + redis.call('DEL', KEYS[i])
end
return gone > 0 and 1 or 0
