-- Jobs that were submitted together. Needs base, states and job.

-- Forgets a batch that no job is in any more.
local function close_batch(id)
  if call('EXISTS', P .. 'penstock:batch:' .. id) == 0 then
    call('ZREM', P .. 'penstock:batches', id)
    call('HDEL', P .. 'penstock:batch-labels', id)
  end
end

-- Takes a job out of its batch.
local function leave_batch(key, job)
  local text = call('HGET', key, 'x_penstock_batch')
  local read, batch = pcall(cjson.decode, text or '')
  if read and type(batch) == 'table' and type(batch.id) == 'string' then
    call('ZREM', P .. 'penstock:batch:' .. batch.id, job)
    close_batch(batch.id)
  end
end

-- The jobs of a batch, in the order of their births. What has gone by a way that does not know batches is
-- forgotten here.
local function jobs_of(id)
  local key, jobs = P .. 'penstock:batch:' .. id, {}
  for _, job in ipairs(call('ZRANGE', key, 0, -1)) do
    local found = standing(job)
    if found then jobs[#jobs + 1] = found else call('ZREM', key, job) end
  end
  if #jobs == 0 then close_batch(id) end
  return jobs
end
