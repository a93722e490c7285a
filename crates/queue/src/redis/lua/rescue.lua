-- Takes a job back from a worker that is gone. ARGV: prefix, job, execution, 1 when its process is known
-- dead, then failure and text three times: usual, of a job that is not done twice, of a quarantine.
local WORKERS_LOST = 10
local member = ARGV[2] .. ':' .. ARGV[3]
local deadline = call('ZSCORE', P .. 'penstock:leases', member)
if not deadline or (ARGV[4] ~= '1' and tonumber(deadline) > now_ms) then return {} end
local job = held(ARGV[2], ARGV[3])
if not job then
  -- It ended in another way: RQ's maintenance, or a person with RQ's tools.
  call('ZREM', P .. 'penstock:leases', member)
  return {}
end
local lost = call('HINCRBY', job.key, 'x_penstock_lost', 1)

local function over(step, failure, text)
  local to = follows(job, step)
  local started = close(job, 'worker_lost', to, ARGV[5])
  if failure then
    call('HSET', job.key, 'x_penstock_failure', failure)
    result(job, '2', 'exc_string', text, started, failure_ttl(job))
  end
  to_end(job, to)
  follow({ { id = job.id, how = 'failed' } })
  return { job.id, job.worker, to }
end

if job.cancel then return over('Cancel') end
if once(job) then
  local to = follows(job, 'Ask')
  close(job, 'worker_lost', to, ARGV[5])
  to_hold(job, ARGV[7])
  return { job.id, job.worker, to }
end
if lost >= WORKERS_LOST then return over('Quarantine', ARGV[9], ARGV[10]) end
local to = follows(job, 'PutBack')
close(job, 'worker_lost', to, ARGV[5])
to_queue(job, true)
return { job.id, job.worker, to }
