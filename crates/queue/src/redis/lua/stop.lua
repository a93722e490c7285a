-- An attempt ends without a result: cancelled, or given back. ARGV: prefix, job, execution, `cancelled` or
-- `interrupted`, RQ's text for a job that was stopped, the failure of one that is not done twice.
local outcome = ARGV[4]
local job = held(ARGV[2], ARGV[3])
if not job then return said_before(ARGV[2], ARGV[3], { [outcome] = true }) and 'again' or 'lost' end
if outcome == 'cancelled' and not job.cancel then return 'unasked' end
if outcome == 'interrupted' then call('HINCRBY', job.key, 'x_penstock_attempt', -1) end
if job.cancel then
  local to = follows(job, 'Cancel')
  -- Asked for with RQ's own command: then it ends under RQ's own word.
  local status = call('HGET', job.key, 'x_penstock_stopped') == '1' and 'stopped' or 'canceled'
  local started = close(job, outcome, to)
  if status == 'stopped' then result(job, '2', 'exc_string', ARGV[5], started, failure_ttl(job)) end
  to_end(job, to, status)
  follow({ { id = job.id, how = 'cancelled' } })
elseif once(job) then
  close(job, outcome, follows(job, 'Ask'))
  to_hold(job, ARGV[6])
else
  close(job, outcome, follows(job, 'PutBack'))
  to_queue(job, true)
end
return 'said'
