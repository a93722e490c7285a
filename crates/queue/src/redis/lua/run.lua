-- An attempt that runs, and what is written about it. Needs base, states, job.

-- The job that this attempt holds. RQ's own cancelling leaves the run alone, and so do we.
local function held(id, execution)
  local job = standing(id)
  if job and job.execution == execution and (job.status == 'started' or job.status == 'canceled') then
    if job.status == 'canceled' then
      call('ZREM', P .. 'canceled:' .. job.queue, id)
      call('ZREM', index('cancelled', job.queue), id)
      job.status, job.state, job.cancel = 'started', 'running', true
    end
    return job
  end
  return nil
end

-- What the attempt led to when its end was told before; nil when it did not end that way.
local function said_before(id, execution, outcomes)
  local record = call('HGET', P .. 'penstock:attempts:' .. id, execution)
  if not record then return nil end
  local attempt = cjson.decode(record)
  return attempt.outcome and outcomes[attempt.outcome] and attempt.led_to
end

-- It is done at most once: what it had done when its attempt broke off, nobody knows.
local function once(job)
  return call('HGET', job.key, 'x_penstock_rerun') == '0'
end

-- Ends the run and its record, and counts it for its worker; when it started, in microseconds.
local function close(job, outcome, led_to, failure)
  local attempts = P .. 'penstock:attempts:' .. job.id
  local record = call('HGET', attempts, job.execution)
  local attempt = record and cjson.decode(record) or { number = 1, worker = job.worker, started_at_ms = now_ms }
  attempt.ended_at_ms, attempt.outcome, attempt.led_to = now_ms, outcome, led_to
  attempt.failure = failure and cjson.decode(failure)
  call('HSET', attempts, job.execution, cjson.encode(attempt))
  end_run(job)
  local worker = P .. 'worker:' .. job.worker
  local count = outcome == 'finished' and 'successful_job_count'
    or (outcome == 'failed' or outcome == 'child_died') and 'failed_job_count'
  if call('EXISTS', worker) == 1 then
    if count then
      call('HINCRBY', worker, count, 1)
      call('HINCRBYFLOAT', worker, 'total_working_time', string.format('%.6f', math.max(now_ms - attempt.started_at_ms, 0) / 1000))
    end
    if call('SCARD', worker .. ':executions') == 0 then call('HSET', worker, 'state', 'idle') end
  end
  return attempt.started_at_ms * 1000
end
