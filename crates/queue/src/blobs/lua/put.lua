-- Keeps a small content, which comes along, or makes it young again: all at once.
-- KEYS: header, index, piece 0   ARGV: sha256, bytes, lifetime in seconds, content
redis.call('SET', KEYS[3], ARGV[4], 'EX', ARGV[3])
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], 'bytes', ARGV[2], 'pieces', 1)
redis.call('HDEL', KEYS[1], 'damaged')
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('ZADD', KEYS[2], now_ms, ARGV[1])
return 1
