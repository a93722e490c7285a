-- Moves waiting jobs; among themselves they stay in the order in which they would start.
-- ARGV: prefix, token, actor, `front` or `back`, queue or nothing, what the trail says, ids…
local token, actor, front, queue, word = ARGV[2], ARGV[3], ARGV[4] == 'front', ARGV[5], ARGV[6]
local before = told(token)
if before then return before end
local jobs, refusal = all_of(from(7), 'Move')
if refusal then return refusal end
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
    call(front and 'LPUSH' or 'RPUSH', P .. 'queue:' .. to, job.id)
  elseif score then
    call('ZADD', P .. registry .. ':' .. to, score, job.id)
  end
  call('SADD', P .. 'queues', P .. 'queue:' .. to)
  reindex(job, job.state, to)
  tell('job', job.id, job.state)
  record(actor, 'move', job.id, word)
end
return answer(token, { 'done' })
