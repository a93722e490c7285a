-- The end of jobs, and of those that wait for them. Needs base, states, job, batches and text.

local DAY = 86400
-- A job of ours stays as history so long after its result has gone.
local HISTORY = 30 * DAY
-- RQ's own lifetimes.
local RESULT_TTL, FAILURE_TTL = 500, 31536000

-- A job and what hangs on it, each where it may be: whoever waited for one that finished waits no more.
local function keep_for(job, seconds, to)
  call('EXPIRE', job.key, seconds)
  if to ~= 'finished' then call('EXPIRE', job.key .. ':dependents', seconds) end
  if job.depends then call('EXPIRE', P .. 'job::' .. job.id .. ':dependencies', seconds) end
  call('EXPIRE', P .. 'penstock:attempts:' .. job.id, seconds)
  if is(job.idempotency) then call('EXPIRE', P .. 'penstock:key:' .. job.idempotency, seconds) end
end

local function look_again(job, seconds)
  call('ZADD', P .. 'penstock:expiry', whole(now_ms + seconds * 1000), job.id)
end

-- A lifetime below nothing has no end.
local function result(job, kind, field, value, started, ttl)
  local entry = { 'type', kind, 'worker_name', job.execution ~= '' and job.worker or '' }
  if is(value) then entry[#entry + 1] = field; entry[#entry + 1] = value end
  if job.execution ~= '' then
    for _, part in ipairs({ 'execution_id', job.execution, 'execution_started_at', string.format('%.6f', (started or now_us) / 1000000),
      'execution_ended_at', now_seconds }) do entry[#entry + 1] = part end
  end
  call('XADD', P .. 'results:' .. job.id, 'MAXLEN', '~', '10', '*', unpack(entry))
  -- An earlier attempt's may have had an end.
  if ttl < 0 then call('PERSIST', P .. 'results:' .. job.id) else call('EXPIRE', P .. 'results:' .. job.id, ttl) end
end

-- Takes away everything that hangs on a job.
local function remove(job)
  local f = call('HMGET', job.key, 'x_penstock_key', 'x_penstock_inputs', 'x_penstock_artifacts', 'group_id')
  if is(f[1]) then call('DEL', P .. 'penstock:key:' .. f[1]) end
  for at, mark in pairs({ [2] = '0', [3] = '1' }) do
    for _, file in ipairs(is(f[at]) and cjson.decode(f[at]) or {}) do
      call('SREM', P .. 'penstock:names:' .. file.sha256, mark .. job.id)
    end
  end
  leave_batch(job.key, job.id)
  if is(f[4]) then call('SREM', P .. 'group:' .. f[4], job.id) end
  for _, execution in ipairs(call('ZRANGE', P .. 'executions:' .. job.id, 0, -1)) do
    call('DEL', P .. 'execution:' .. job.id .. ':' .. execution)
  end
  leave(job)
  reindex(job, nil)
  call('ZREM', P .. 'penstock:expiry', job.id)
  call('DEL', job.key, job.key .. ':dependents', P .. 'job::' .. job.id .. ':dependencies', P .. 'results:' .. job.id,
    P .. 'executions:' .. job.id, P .. 'penstock:attempts:' .. job.id)
end

-- RQ 3 lets only so many jobs of a kind run: the next one gets the slot of one that ended.
local function free_slot(job, limit)
  local name = P .. 'rl:' .. limit
  call('ZREM', name .. ':allowed', job.id)
  local slots = tonumber(call('HGET', name, 'concurrency') or '') or 0
  while call('ZCARD', name .. ':allowed') < slots do
    local id = call('ZPOPMIN', name .. ':rate_limited')[1]
    if not id then return end
    local waiting = standing(id)
    if waiting and waiting.status == 'rate_limited' then
      call('ZADD', name .. ':allowed', now_s, id)
      to_queue(waiting, waiting.front)
    end
  end
end

-- Files a job under its end, with more fields. The run, if there was one, has been ended.
local function to_end(job, to, status, ...)
  if is(job.limit) then free_slot(job, job.limit) end
  write(job, 'status', status or WORD[to], 'ended_at', now_iso(), 'x_penstock_due', '', ...)
  if to == 'finished' then
    local ttl = job.result_ttl or RESULT_TTL
    call('ZADD', P .. 'finished:' .. job.queue, ttl < 0 and '+inf' or whole(now_s + ttl), job.id)
    if ttl >= 0 and job.ours then
      keep_for(job, ttl + HISTORY + DAY, to)
      look_again(job, ttl)
    elseif ttl > 0 then
      keep_for(job, ttl, to)
      look_again(job, ttl + 1)
    end
  elseif to == 'cancelled' and status ~= 'stopped' then
    call('ZADD', P .. 'canceled:' .. job.queue, whole(now_s), job.id)
  else
    local ttl = job.failure_ttl or FAILURE_TTL
    call('ZADD', P .. 'failed:' .. job.queue, ttl < 0 and '-1' or whole(now_s + ttl), job.id)
    if to == 'quarantined' then
      call('HSET', job.key, 'x_penstock_state', 'quarantined')
    elseif ttl >= 0 then
      keep_for(job, ttl + DAY, to)
      look_again(job, ttl)
    end
  end
  reindex(job, to)
  tell('job', job.id, to)
end

-- How long an entry of the stream of results stays.
local function failure_ttl(job)
  local ttl = job.failure_ttl or FAILURE_TTL
  return ttl > 0 and ttl + DAY or FAILURE_TTL
end

-- Why it will never start: another job that did not finish.
local function never(other, label, word)
  local title = label and 'The job that it waits for, “' .. label .. '”, was not finished but ' .. word
    or 'The job that it waits for was ' .. word
  return { class = 'task', title = title, advice = 'Run that job again, then retry this one',
    detail = 'waits for job ' .. other }
end

-- Nil when nothing keeps it, 'open' while it must wait, or why it will never start. A job that is gone
-- keeps nobody, as in RQ; one that a person deleted has left a word.
local function obstacle(job)
  local left = call('HGET', job.key, 'x_penstock_never')
  if is(left) then return cjson.decode(left) end
  local open = nil
  local others = call('SMEMBERS', P .. 'job::' .. job.id .. ':dependencies')
  table.sort(others)
  for _, id in ipairs(others) do
    local other = standing(id)
    if other and other.state ~= 'finished' then
      if not FINAL[other.state] then
        open = 'open'
      elseif job.ours then
        return never(id, other.label, other.state)
      elseif not (other.status == 'failed' and call('HGET', job.key, 'allow_dependency_failures') == '1') then
        open = 'open'
      end
    end
  end
  return open
end

-- Brings a held or deferred job to where it belongs now.
local function let_go(job, ended)
  local why = obstacle(job)
  if why == 'open' then
    if job.state ~= 'deferred' then to_defer(job) end
  elseif why then
    leave(job)
    local text = why.title .. '\nPenstockError: ' .. why.title
    result(job, '2', 'exc_string', base64(zlib(text)), nil, failure_ttl(job))
    call('HSET', job.key, 'x_penstock_failure', cjson.encode(why), 'x_penstock_never', '')
    to_end(job, 'failed')
    ended[#ended + 1] = { id = job.id, how = 'failed', label = job.label }
  else
    leave(job)
    if job.due and job.due > now_ms then
      to_schedule(job, 'scheduled', job.due)
    else
      to_queue(job, job.front)
    end
  end
end

-- Looks at everyone who waited for jobs that ended or went away. A loop: chains of jobs may be long.
-- RQ's own jobs follow RQ's rules: a failure leaves them waiting.
local function follow(ended)
  while #ended > 0 do
    local over = table.remove(ended)
    local waiting = over.waiting or call('SMEMBERS', P .. 'job:' .. over.id .. ':dependents')
    table.sort(waiting)
    for _, id in ipairs(waiting) do
      if over.how == 'finished' then
        call('SREM', P .. 'job::' .. id .. ':dependencies', over.id)
        call('SREM', P .. 'job:' .. over.id .. ':dependents', id)
      end
      local job = standing(id)
      if job and over.how == 'deleted' and job.ours and not FINAL[job.state] then
        call('HSET', job.key, 'x_penstock_never', cjson.encode(never(over.id, nil, 'deleted')))
      end
      if job and job.status == 'deferred' then let_go(job, ended) end
    end
  end
end
