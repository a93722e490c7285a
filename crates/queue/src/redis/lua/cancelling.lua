-- Cancelling: at once what waits; what runs is asked. Needs base, states, job, text, ending and people.

-- Cancels jobs whose states allow it; `detail` says why in the trail.
local function cancel_all(jobs, actor, detail)
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
    record(actor, 'cancel', job.id, detail)
  end
  follow(ended)
end
