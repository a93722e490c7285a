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

-- Counts an attempt for its worker: the fields of the worker's hash that this changes, and what stands there
-- of whether it may take another job (birth, wish to stop, death).
local function counted(job, outcome, started_at_ms)
  local count = outcome == 'finished' and 'successful_job_count'
    or (outcome == 'failed' or outcome == 'child_died') and 'failed_job_count'
  local f = call('HMGET', P .. 'worker:' .. job.worker, 'birth', 'x_penstock_stop', 'death', count or 'birth',
    'total_working_time')
  if not f[1] then return nil, f end
  if not count then return {}, f end
  local worked_s = math.max(now_ms - started_at_ms, 0) / 1000
  return { count, whole((tonumber(f[4] or '') or 0) + 1),
    'total_working_time', string.format('%.6f', (tonumber(f[5] or '') or 0) + worked_s) }, f
end

-- Writes these fields of a worker that has one job less than before.
local function rest(worker, fields)
  if not fields then return end
  local key = P .. 'worker:' .. worker
  call('HDEL', key, 'current_job', 'current_job_working_time')
  if call('SCARD', key .. ':executions') == 0 then
    fields[#fields + 1] = 'state'
    fields[#fields + 1] = 'idle'
  end
  if #fields > 0 then call('HSET', key, unpack(fields)) end
end

-- Ends the run and its record; when it started, in microseconds, and what is left to write about its worker.
local function end_attempt(job, outcome, led_to, failure)
  local attempts = P .. 'penstock:attempts:' .. job.id
  local record = call('HGET', attempts, job.execution)
  local attempt = record and cjson.decode(record) or { number = 1, worker = job.worker, started_at_ms = now_ms }
  attempt.ended_at_ms, attempt.outcome, attempt.led_to = now_ms, outcome, led_to
  attempt.failure = failure and cjson.decode(failure)
  call('HSET', attempts, job.execution, cjson.encode(attempt))
  end_run(job)
  return attempt.started_at_ms * 1000, counted(job, outcome, attempt.started_at_ms)
end

-- The same, with its worker's hash.
local function close(job, outcome, led_to, failure)
  local started, fields = end_attempt(job, outcome, led_to, failure)
  rest(job.worker, fields)
  return started
end
