-- Takes the first ready job of the first queue that has one.
-- ARGV: prefix, worker, lease in ms, execution, queues…
local worker, lease_ms, execution = ARGV[2], tonumber(ARGV[3]), ARGV[4]
local worker_key = P .. 'worker:' .. worker
-- A job waits for its own start so long at most in each look.
local PROMOTED, DROPPED = 100, 100

local w = call('HMGET', worker_key, 'birth', 'x_penstock_stop', 'x_penstock_claim', 'death')
if not w[1] or is(w[4]) then return { 'unregistered' } end
-- The reply to this very claim was lost.
if w[3] and string.sub(w[3], 1, #execution + 1) == execution .. ' ' then
  local id = string.sub(w[3], #execution + 2)
  local job = standing(id)
  if job and job.execution == execution then return { 'taken', id, call('HGETALL', job.key), '' } end
end
if (tonumber(w[2] or '') or 0) > 0 or call('EXISTS', P .. 'suspended') == 1 then return { 'nothing' } end

-- Words under which an entry of a list is left over from before: the job has moved on.
local OVER = { started = true, finished = true, failed = true, stopped = true, canceled = true }

local function start(id, queue, job, list)
  local member = id .. ':' .. execution
  local seconds = string.format('%.6f', now_us / 1000000)
  local run = P .. 'execution:' .. member
  call('HSET', run, 'id', execution, 'job_id', id, 'created_at', seconds, 'last_heartbeat', seconds, 'worker_name', worker)
  call('EXPIRE', run, 90)
  call('ZADD', P .. 'executions:' .. id, now_s + 150, execution)
  call('EXPIRE', P .. 'executions:' .. id, 150)
  call('ZADD', P .. 'wip:' .. queue, now_s + 90, member)
  call('ZADD', P .. 'penstock:leases', whole(now_ms + lease_ms), member)
  call('SADD', worker_key .. ':executions', member)
  call('EXPIRE', worker_key .. ':executions', 150)
  local now = iso(now_us)
  call('HSET', worker_key, 'state', 'busy', 'current_job', id, 'current_job_working_time', '0', 'last_heartbeat', now,
    'x_penstock_claim', execution .. ' ' .. id)
  local number = call('HINCRBY', job.key, 'x_penstock_attempt', 1)
  call('HSET', job.key, 'status', 'started', 'origin', queue, 'started_at', now, 'ended_at', '', 'last_heartbeat', now,
    'worker_name', worker, 'x_penstock_execution', execution, 'x_penstock_state', '', 'x_penstock_due', '',
    'x_penstock_cancel', '', 'x_penstock_progress', '')
  call('PERSIST', job.key)
  local attempts = P .. 'penstock:attempts:' .. id
  call('HSET', attempts, execution, cjson.encode({ number = number, worker = worker, started_at_ms = now_ms,
    order = call('HLEN', attempts) }))
  reindex(job, 'running', queue)
  call('LREM', list, -1, id)
  tell('job', id, 'running')
end

for at = 5, #ARGV do
  local queue = ARGV[at]
  -- A job must not be taken where its start cannot be written.
  local registry = call('TYPE', P .. 'wip:' .. queue).ok
  if (registry == 'zset' or registry == 'none') and call('SISMEMBER', P .. 'penstock:paused', queue) == 0 then
    promote(queue, PROMOTED)
    local list = P .. 'queue:' .. queue .. ':intermediate'
    for _ = 1, DROPPED do
      local id = redis.pcall('LMOVE', P .. 'queue:' .. queue, list, 'LEFT', 'RIGHT')
      -- Nothing there, or somebody's key of another type.
      if type(id) ~= 'string' then break end
      local fit = #id <= 200 and not string.find(id, '[^!-9;-~]')
      local job = fit and standing(id)
      if job and not OVER[job.status] then
        start(id, queue, job, list)
        return { 'taken', id, call('HGETALL', job.key), job.status }
      end
      -- Whoever asked fails it; until then it stays where maintenance finds it.
      if not fit then return { 'strange', id, queue } end
      call('LREM', list, -1, id)
    end
  end
end
return { 'nothing' }
