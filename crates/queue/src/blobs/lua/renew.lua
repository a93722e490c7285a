-- The lifetime of a content begins again; when it was put does not change.
-- KEYS: header, piece 0, piece 1, …   ARGV: lifetime in seconds
for i = 1, #KEYS do
  redis.call('EXPIRE', KEYS[i], ARGV[1])
end
return 1
