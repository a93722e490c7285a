-- What RQ's tools ask a worker of ours. ARGV: prefix, worker, command, job, execution.
local worker, command, id, execution = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local key = P .. 'worker:' .. worker
if call('EXISTS', key) == 0 then return 'unknown' end
if command == 'shutdown' then
  if (tonumber(call('HGET', key, 'x_penstock_stop') or '') or 0) == 0 then
    call('HSET', key, 'x_penstock_stop', '1', 'shutdown_requested_date', iso(now_us))
    tell('worker', worker)
  end
elseif command == 'stop-job' or command == 'stop-execution' then
  local job = standing(id)
  if job and job.status == 'started' and job.worker == worker and (execution == '' or execution == job.execution) then
    call('HSET', job.key, 'x_penstock_cancel', '1', 'x_penstock_stopped', '1')
    tell('job', id, 'running')
  end
end
return 'done'
