-- Fails a job whose id no worker can carry. ARGV: prefix, id, queue, failure, its text.
local id, queue = ARGV[2], ARGV[3]
call('LREM', P .. 'queue:' .. queue .. ':intermediate', -1, id)
local job = standing(id)
if not job or FINAL[job.state] then return 'done' end
job.queue = queue
call('HSET', job.key, 'origin', queue, 'x_penstock_failure', ARGV[4])
job.execution = ''
result(job, '2', 'exc_string', ARGV[5], nil, failure_ttl(job))
to_end(job, 'failed')
return 'done'
