-- Registers a worker. ARGV: prefix, name, host, pid, incarnation, queues, slots, version, last sign of a
-- holder that is known to be gone, or nothing.
local key = P .. 'worker:' .. ARGV[2]
local f = call('HMGET', key, 'hostname', 'pid', 'x_penstock_incarnation', 'last_heartbeat', 'death', 'queues')
local there = f[1] or f[4]
local again = there and not f[5] and f[1] == ARGV[3] and f[2] == ARGV[4] and (f[3] or '') == ARGV[5]
if there and not again and not f[5] and f[4] ~= ARGV[9] then return 'taken' end
for queue in string.gmatch(f[6] or '', '[^,]+') do call('SREM', P .. 'workers:' .. queue, key) end
local now = iso(now_us)
if not again then
  call('DEL', key, key .. ':executions')
  call('HSET', key, 'birth', now, 'hostname', ARGV[3], 'pid', ARGV[4], 'x_penstock_incarnation', ARGV[5], 'ip_address', '',
    'python_version', '', 'state', 'idle', 'successful_job_count', '0', 'failed_job_count', '0', 'total_working_time', '0',
    'x_penstock_stop', '0')
end
call('HSET', key, 'last_heartbeat', now, 'queues', ARGV[6], 'x_penstock_slots', ARGV[7], 'version', ARGV[8])
call('EXPIRE', key, 480)
call('SADD', P .. 'workers', key)
for queue in string.gmatch(ARGV[6], '[^,]+') do call('SADD', P .. 'workers:' .. queue, key) end
tell('worker', ARGV[2])
return 'done'
