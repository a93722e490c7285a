-- Says that a worker lives; what it was asked. ARGV: prefix, name.
local key = P .. 'worker:' .. ARGV[2]
local f = call('HMGET', key, 'birth', 'death', 'x_penstock_stop', 'queues')
if not f[1] or f[2] then return 'unknown' end
call('HSET', key, 'last_heartbeat', iso(now_us))
call('EXPIRE', key, 480)
-- RQ's maintenance takes it out of these when it was silent for too long.
if call('SISMEMBER', P .. 'workers', key) == 0 then
  call('SADD', P .. 'workers', key)
  for queue in string.gmatch(f[4] or '', '[^,]+') do call('SADD', P .. 'workers:' .. queue, key) end
end
return f[3] or '0'
