-- Looks at jobs, and finds those that RQ lost; with 1, puts them back. ARGV: prefix, 1 to repair, ids…
-- For each fault: id, what is wrong.
local repair = ARGV[2] == '1'
local faults = {}

-- Whether a list or registry of its queue, or an attempt, holds it.
local function is_somewhere(job)
  local queue = job.queue
  if call('LPOS', P .. 'queue:' .. queue, job.id) or call('LPOS', P .. 'queue:' .. queue .. ':intermediate', job.id) then
    return true
  end
  for _, registry in ipairs({ 'failed', 'finished', 'canceled', 'deferred', 'scheduled', 'ready', 'wip' }) do
    if call('ZSCORE', P .. registry .. ':' .. queue, job.id) then return true end
  end
  for _, execution in ipairs(call('ZRANGE', P .. 'executions:' .. job.id, 0, -1)) do
    if call('ZSCORE', P .. 'wip:' .. queue, job.id .. ':' .. execution) then return true end
  end
  return false
end

for at = 3, #ARGV do
  local id = ARGV[at]
  local job = standing(id)
  local data = job and call('HEXISTS', job.key, 'data') == 1
  local wrong = nil
  if not job or not data or job.queue == '' then
    wrong = nil
  elseif job.status == 'queued' and not is_somewhere(job) then
    wrong = 'stray'
  elseif job.status == 'started' and not is_somewhere(job) then
    wrong = 'unheld'
  elseif job.status == 'scheduled' and not call('ZSCORE', P .. 'scheduled:' .. job.queue, id) then
    wrong = 'undated'
  elseif job.status == 'deferred' and call('SCARD', P .. 'job::' .. id .. ':dependencies') == 0
    and not call('ZSCORE', P .. 'ready:' .. job.queue, id) then
    wrong = 'unbound'
  elseif not call('ZSCORE', index(job.state, job.queue), id) then
    wrong = 'unlisted'
  end
  if wrong then
    faults[#faults + 1] = { id, wrong }
    if repair then
      if wrong == 'unlisted' then
        file(id, job.queue)
      else
        leave(job)
        to_queue(job, wrong ~= 'undated' and wrong ~= 'unbound')
        for _, state in ipairs(STATES) do
          if state ~= 'queued' then call('ZREM', index(state, job.queue), id) end
        end
      end
    end
  end
end
return faults
