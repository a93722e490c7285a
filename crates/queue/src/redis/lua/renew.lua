-- Extends leases; one word for each. ARGV: prefix, lease in ms, then job, execution…
local lease_ms = tonumber(ARGV[2])
local words = {}
for at = 3, #ARGV, 2 do
  local id, execution = ARGV[at], ARGV[at + 1]
  local member = id .. ':' .. execution
  local job = standing(id)
  local ours = job and job.execution == execution
  if ours and job.status == 'canceled' then
    -- A person cancelled it with RQ's tools, which leave a run alone.
    call('HSET', job.key, 'x_penstock_cancel', '1')
    job.cancel = true
  elseif ours and job.status ~= 'started' then
    ours = false
  end
  if ours then
    local seconds = string.format('%.6f', now_us / 1000000)
    local run = P .. 'execution:' .. member
    call('ZADD', P .. 'penstock:leases', whole(now_ms + lease_ms), member)
    -- All of it, in case RQ's keys ran out while the worker slept.
    call('HSET', run, 'id', execution, 'job_id', id, 'last_heartbeat', seconds, 'worker_name', job.worker)
    call('HSETNX', run, 'created_at', seconds)
    call('EXPIRE', run, 90)
    call('ZADD', P .. 'executions:' .. id, now_s + 150, execution)
    call('EXPIRE', P .. 'executions:' .. id, 150)
    if job.status == 'started' then call('ZADD', P .. 'wip:' .. job.queue, now_s + 90, member) end
    call('SADD', P .. 'worker:' .. job.worker .. ':executions', member)
    call('EXPIRE', P .. 'worker:' .. job.worker .. ':executions', 150)
    call('HSET', job.key, 'last_heartbeat', iso(now_us))
    words[#words + 1] = job.cancel and 'cancel' or 'held'
  else
    words[#words + 1] = 'lost'
  end
end
return words
