-- Cancels: at once what waits; what runs is asked. ARGV: prefix, token, actor, ids…
local token, actor = ARGV[2], ARGV[3]
local before = told(token)
if before then return before end
local jobs, refusal = all_of(from(4), 'Cancel')
if refusal then return refusal end
local ended = {}
for _, job in ipairs(jobs) do
  if job.state == 'running' then
    call('HSET', job.key, 'x_penstock_cancel', '1')
    -- A worker of RQ knows only its own command, and stops at once.
    if job.execution == '' and job.worker ~= '' then
      call('PUBLISH', P .. 'pubsub:' .. job.worker, cjson.encode({ command = 'stop-job', job_id = job.id }))
    end
    tell('job', job.id, 'running')
  else
    leave(job)
    to_end(job, follows(job, 'Cancel'))
    ended[#ended + 1] = { id = job.id, how = 'cancelled' }
  end
  record(actor, 'cancel', job.id)
end
follow(ended)
return answer(token, { 'done' })
