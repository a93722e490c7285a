-- Taking a job. Needs base, states, job and due.

-- Jobs let in, and entries dropped, at one look at a queue at most.
local PROMOTED, DROPPED = 100, 100
-- Words under which an entry of a list is left over from before: the job has moved on.
local OVER = { started = true, finished = true, failed = true, stopped = true, canceled = true }

local function failed(answer)
  return type(answer) == 'table' and answer.err
end

-- Starts a job for a worker, whose hash gets these fields too; none: which claim it was.
local function start(job, queue, worker, lease_ms, execution, fields)
  local id, worker_key = job.id, P .. 'worker:' .. worker
  local member = id .. ':' .. execution
  local run = P .. 'execution:' .. member
  call('HSET', run, 'id', execution, 'job_id', id, 'created_at', now_seconds, 'last_heartbeat', now_seconds,
    'worker_name', worker)
  call('EXPIRE', run, 90)
  call('ZADD', P .. 'executions:' .. id, now_s + 150, execution)
  call('EXPIRE', P .. 'executions:' .. id, 150)
  call('ZADD', P .. 'penstock:leases', whole(now_ms + lease_ms), member)
  call('SADD', worker_key .. ':executions', member)
  call('EXPIRE', worker_key .. ':executions', 150)
  local now = now_iso()
  call('HSET', worker_key, 'state', 'busy', 'current_job', id, 'current_job_working_time', '0', 'last_heartbeat', now,
    unpack(fields or { 'x_penstock_claim', execution .. ' ' .. id }))
  local number = (tonumber(job.attempt or '') or 0) + 1
  call('HSET', job.key, 'status', 'started', 'origin', queue, 'started_at', now, 'ended_at', '', 'last_heartbeat', now,
    'worker_name', worker, 'x_penstock_execution', execution, 'x_penstock_state', '', 'x_penstock_due', '',
    'x_penstock_cancel', '', 'x_penstock_progress', '', 'x_penstock_attempt', whole(number))
  call('PERSIST', job.key)
  local attempts = P .. 'penstock:attempts:' .. id
  -- Who was never started has none before this.
  call('HSET', attempts, execution, cjson.encode({ number = number, worker = worker, started_at_ms = now_ms,
    order = job.attempt and call('HLEN', attempts) or 0 }))
  reindex(job, 'running', queue)
  tell('job', id, 'running')
end

-- Takes the first ready job of the first of the queues from ARGV[at] on that has one.
local function take(worker, lease_ms, execution, at, fields)
  if call('EXISTS', P .. 'suspended') == 1 then return { 'nothing' } end
  for place = at, #ARGV do
    local queue = ARGV[place]
    if call('SISMEMBER', P .. 'penstock:paused', queue) == 0 then
      promote(queue, PROMOTED)
      local list = P .. 'queue:' .. queue .. ':intermediate'
      for _ = 1, DROPPED do
        local id = redis.pcall('LMOVE', P .. 'queue:' .. queue, list, 'LEFT', 'RIGHT')
        -- Nothing there, or somebody's key of another type.
        if type(id) ~= 'string' then break end
        local fit = #id <= 200 and not string.find(id, '[^!-9;-~]')
        -- Whoever asked fails it; until then it stays where maintenance finds it.
        if not fit then return { 'strange', id, queue } end
        local job = standing(id)
        local ready = job and not OVER[job.status]
        -- A job must not be taken where its start cannot be written.
        if ready and failed(redis.pcall('ZADD', P .. 'wip:' .. queue, now_s + 90, id .. ':' .. execution)) then
          call('LMOVE', list, P .. 'queue:' .. queue, 'RIGHT', 'LEFT')
          break
        end
        if ready then start(job, queue, worker, lease_ms, execution, fields) end
        call('LREM', list, -1, id)
        if ready then return { 'taken', id, call('HGETALL', job.key), job.status } end
      end
    end
  end
  return { 'nothing' }
end
