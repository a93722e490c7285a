-- Makes a content known, or young again, once all its pieces are there.
-- KEYS: header, index, piece 0, piece 1, …   ARGV: sha256, bytes, lifetime in seconds
-- Answers 1 when it is kept, 0 when a piece is missing or has the wrong length.
local bytes = 0
for i = 3, #KEYS do
  local length = redis.call('STRLEN', KEYS[i])
  if length == 0 and redis.call('EXISTS', KEYS[i]) == 0 then
    return 0
  end
  bytes = bytes + length
end
if bytes ~= tonumber(ARGV[2]) then
  return 0
end
for i = 3, #KEYS do
  redis.call('EXPIRE', KEYS[i], ARGV[3])
end
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], 'bytes', ARGV[2], 'pieces', #KEYS - 2)
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('ZADD', KEYS[2], now_ms, ARGV[1])
return 1
