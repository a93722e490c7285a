-- Letting in what waited for a time. Needs base, states, job.

-- At most `limit` jobs of a queue. While a scheduler of RQ holds the queue's lock it is left to that one:
-- it reads first and writes later, and would put a job in twice. Scripts are alone while they run, so
-- looking at the lock is as good as taking it.
local function promote(queue, limit)
  local due = redis.pcall('ZRANGEBYSCORE', P .. 'scheduled:' .. queue, '-inf', string.format('%.3f', now_ms / 1000), 'LIMIT', 0, limit)
  if due.err or #due == 0 or call('EXISTS', P .. 'scheduler-lock:' .. queue) == 1 then return 0 end
  local promoted = 0
  for _, id in ipairs(due) do
    call('ZREM', P .. 'scheduled:' .. queue, id)
    local job = standing(id)
    if job and job.status == 'scheduled' and follows(job, 'Ready') then
      to_queue(job, job.front)
      promoted = promoted + 1
    end
  end
  return promoted
end
