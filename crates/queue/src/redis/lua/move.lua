-- Moves waiting jobs; among themselves they stay in the order in which they would start.
-- ARGV: prefix, token, actor, `front` or `back`, queue or nothing, what the trail says, ids…
-- With `before`, the id of a ready job stands in the place of the queue.
local token, actor, front, queue, word = ARGV[2], ARGV[3], ARGV[4] == 'front', ARGV[5], ARGV[6]
local before = told(token)
if before then return before end
local jobs, refusal = all_of(from(7), 'Move')
if refusal then return refusal end
local next_job
if ARGV[4] == 'before' then
  local found, refused = all_of({ ARGV[5] }, 'Move')
  if refused then return refused end
  next_job = found[1]
  for _, job in ipairs({ next_job, unpack(jobs) }) do
    if job.state ~= 'queued' then return { 'no', job.state } end
  end
  -- A job that says it is queued and stands in no list has no place to go before.
  if not call('LPOS', P .. 'queue:' .. next_job.queue, next_job.id) then return { 'no', next_job.state } end
  queue, word = next_job.queue, word .. next_job.label
end
for _, job in ipairs(jobs) do
  job.place = job.state == 'queued' and (call('LPOS', P .. 'queue:' .. job.queue, job.id) or 0) or math.huge
  job.born = tonumber(call('ZSCORE', index(job.state, job.queue), job.id) or '') or 0
end
table.sort(jobs, function(a, b)
  if a.place ~= b.place then return a.place < b.place end
  if a.born ~= b.born then return a.born < b.born end
  return a.id < b.id
end)
for number = 1, #jobs do
  local job = jobs[front and #jobs + 1 - number or number]
  local to = queue ~= '' and queue or job.queue
  local registry = REGISTRY[job.status]
  local score = registry and call('ZSCORE', P .. registry .. ':' .. job.queue, job.id)
  leave(job)
  call('HSET', job.key, 'origin', to, 'enqueue_at_front', front and '1' or '0')
  if job.state == 'queued' then
    if next_job then
      call('LINSERT', P .. 'queue:' .. to, 'BEFORE', next_job.id, job.id)
    else
      call(front and 'LPUSH' or 'RPUSH', P .. 'queue:' .. to, job.id)
    end
  elseif score then
    call('ZADD', P .. registry .. ':' .. to, score, job.id)
  end
  call('SADD', P .. 'queues', P .. 'queue:' .. to)
  reindex(job, job.state, to)
  tell('job', job.id, job.state)
  record(actor, 'move', job.id, word)
end
return answer(token, { 'done' })
