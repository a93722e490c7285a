-- Keeps small contents, which come along, or makes them young again: all at once.
-- KEYS: index, then of each: header, piece 0   ARGV: lifetime in seconds, then of each: sha256, bytes, content
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)
local young = {}
for at = 0, (#KEYS - 1) / 2 - 1 do
  local header, piece = KEYS[2 * at + 2], KEYS[2 * at + 3]
  local sha256, bytes, content = ARGV[3 * at + 2], ARGV[3 * at + 3], ARGV[3 * at + 4]
  redis.call('SET', piece, content, 'EX', ARGV[1])
  redis.call('HSET', header, 'bytes', bytes, 'pieces', 1)
  redis.call('HDEL', header, 'damaged')
  redis.call('EXPIRE', header, ARGV[1])
  young[2 * at + 1], young[2 * at + 2] = now_ms, sha256
end
redis.call('ZADD', KEYS[1], unpack(young))
return 1
