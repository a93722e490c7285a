-- Removes a worker that ended in order. ARGV: prefix, name.
local key = P .. 'worker:' .. ARGV[2]
for queue in string.gmatch(call('HGET', key, 'queues') or '', '[^,]+') do call('SREM', P .. 'workers:' .. queue, key) end
call('SREM', P .. 'workers', key)
call('DEL', key, key .. ':executions')
tell('worker', ARGV[2])
return 'done'
