-- What RQ's maintenance does, without its losses, in one queue. ARGV: prefix, queue.
local queue = ARGV[2]
local AT_ONCE = 200
-- RQ gives a worker a minute between taking a job and starting it.
local STUCK_S = 60

-- RQ 3: released by a parent, and not pushed by a worker that died in between.
for _, id in ipairs(call('ZRANGEBYSCORE', P .. 'ready:' .. queue, '-inf', now_s - 5, 'LIMIT', 0, AT_ONCE)) do
  call('ZREM', P .. 'ready:' .. queue, id)
  local job = standing(id)
  if job and job.status == 'ready_to_enqueue' then to_queue(job, job.front) end
end

-- Taken and never started. RQ fails these; we put them back.
local list = P .. 'queue:' .. queue .. ':intermediate'
for _, id in ipairs(call('LRANGE', list, 0, AT_ONCE - 1)) do
  local job = standing(id)
  if not job or job.status ~= 'queued' then
    -- Gone, or started: RQ takes it out a moment after it says so.
    if not job or FINAL[job.state] then call('LREM', list, 1, id) end
  else
    local first_seen = list .. ':first_seen:' .. id
    call('SET', first_seen, whole(now_s), 'NX', 'EX', 86400)
    if now_s - (tonumber(call('GET', first_seen)) or now_s) >= STUCK_S then
      call('LREM', list, 1, id)
      call('DEL', first_seen)
      to_queue(job, true)
    end
  end
end

-- Runs of jobs that are gone.
for _, member in ipairs(call('ZRANGEBYSCORE', P .. 'wip:' .. queue, '-inf', now_s, 'LIMIT', 0, AT_ONCE)) do
  if not standing(string.match(member, '^(.*):[^:]*$') or member) then call('ZREM', P .. 'wip:' .. queue, member) end
end

call('ZREMRANGEBYSCORE', P .. 'finished:' .. queue, 0, now_s)
call('ZREMRANGEBYSCORE', P .. 'failed:' .. queue, 0, now_s)
for _, key in ipairs(call('SMEMBERS', P .. 'workers:' .. queue)) do
  if call('EXISTS', key) == 0 then
    call('SREM', P .. 'workers:' .. queue, key)
    call('SREM', P .. 'workers', key)
  end
end
return 'done'
