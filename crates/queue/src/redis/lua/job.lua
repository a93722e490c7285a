-- Where a job stands, and how it gets from one place to the next. Needs base and states.

-- RQ's registries, by the word in `status`.
local REGISTRY = {
  finished = 'finished', failed = 'failed', stopped = 'failed', canceled = 'canceled', deferred = 'deferred',
  scheduled = 'scheduled', ready_to_enqueue = 'ready',
}

local function is(value)
  return value and value ~= ''
end

local function state_of(status, mark)
  local marked = is(mark) and MARKED[mark]
  if marked and marked == status then return mark end
  return STATE[status or ''] or 'queued'
end

-- What a step looks at; nil when there is no such job.
local function standing(id)
  local key = P .. 'job:' .. id
  local f = redis.pcall('HMGET', key, 'status', 'origin', 'x_penstock_state', 'x_penstock_execution',
    'worker_name', 'enqueue_at_front', 'x_penstock_due', 'x_penstock_cancel', 'x_penstock_label', 'created_at',
    'x_penstock_attempt', 'result_ttl', 'failure_ttl', 'rate_limit_key', 'x_penstock_key', 'repeats_left',
    'dependency_id', 'dependency_ids')
  if f.err then return nil end
  if not f[1] and not f[2] and not f[10] and call('EXISTS', key) == 0 then return nil end
  return {
    id = id, key = key, status = f[1] or '', queue = f[2] or '', state = state_of(f[1], f[3]),
    execution = f[4] or '', worker = f[5] or '', front = f[6] == '1', due = tonumber(f[7] or ''),
    cancel = f[8] == '1', ours = f[9] ~= false, label = f[9] or id, created = f[10], attempt = f[11],
    result_ttl = tonumber(f[12] or ''), failure_ttl = tonumber(f[13] or ''), limit = f[14], idempotency = f[15],
    repeats = f[16], depends = is(f[17]) or is(f[18]),
  }
end

-- The state that follows, or nil where the step is not allowed.
local function follows(job, step)
  return next_of(step)[job.state]
end

local function index(state, queue)
  return P .. 'penstock:index:' .. state .. ':' .. queue
end

-- Jobs of a queue and a state, by their birth: what lists are made of.
local function reindex(job, to, queue)
  local from = index(job.state, job.queue)
  local born = us_of(job.created)
  born = born and whole(born) or call('ZSCORE', from, job.id) or whole(now_us)
  call('ZREM', from, job.id)
  if to then call('ZADD', index(to, queue or job.queue), born, job.id) end
end

-- Takes it out of the list or registry that it stands in.
local function leave(job)
  local registry = REGISTRY[job.status]
  if registry then
    call('ZREM', P .. registry .. ':' .. job.queue, job.id)
  elseif job.state == 'queued' then
    call('LREM', P .. 'queue:' .. job.queue, 1, job.id)
  end
end

-- Ends the traces of a run, as RQ does; its worker's hash is left alone.
local function end_run(job)
  local member = job.id .. ':' .. job.execution
  call('DEL', P .. 'execution:' .. member)
  call('ZREM', P .. 'executions:' .. job.id, job.execution)
  call('ZREM', P .. 'wip:' .. job.queue, member)
  call('ZREM', P .. 'penstock:leases', member)
  call('SREM', P .. 'worker:' .. job.worker .. ':executions', member)
end

local IDLE = { 'x_penstock_state', '', 'x_penstock_execution', '', 'x_penstock_cancel', '', 'x_penstock_progress', '' }

local function write(job, ...)
  local fields = { ... }
  for at = 1, #IDLE do fields[#fields + 1] = IDLE[at] end
  call('HSET', job.key, unpack(fields))
end

-- Makes it ready, at an end of its queue.
local function to_queue(job, front)
  write(job, 'status', 'queued', 'enqueued_at', iso(now_us), 'ended_at', '', 'x_penstock_due', '')
  call(front and 'LPUSH' or 'RPUSH', P .. 'queue:' .. job.queue, job.id)
  call('SADD', P .. 'queues', P .. 'queue:' .. job.queue)
  reindex(job, 'queued')
  tell('job', job.id, 'queued')
  return 'queued'
end

-- Lets it wait for a time.
local function to_schedule(job, to, due_ms)
  write(job, 'status', 'scheduled', 'x_penstock_due', whole(due_ms))
  if to == 'retrying' then call('HSET', job.key, 'x_penstock_state', 'retrying') end
  call('ZADD', P .. 'scheduled:' .. job.queue, string.format('%.3f', due_ms / 1000), job.id)
  reindex(job, to)
  tell('job', job.id, to)
  return to
end

-- Lets it wait for a person's word, and says why.
local function to_hold(job, why)
  write(job, 'status', 'created', 'x_penstock_due', '', 'x_penstock_failure', why)
  call('HSET', job.key, 'x_penstock_state', 'held')
  reindex(job, 'held')
  tell('job', job.id, 'held')
  return 'held'
end

-- Lets it wait for other jobs. The score is what no version of RQ takes for an expiry.
local function to_defer(job)
  write(job, 'status', 'deferred')
  call('ZADD', P .. 'deferred:' .. job.queue, '+inf', job.id)
  reindex(job, 'deferred')
  tell('job', job.id, 'deferred')
  return 'deferred'
end
