-- What people do, with its trail. Needs base, states, job.

local function trail(actor, action, job, detail)
  return cjson.encode({ at_ms = now_ms, actor = actor, action = action, job = job, detail = detail })
end

-- The newest 1,000 of all, and those of a job beside it. Its submission is in the job itself.
local function record(actor, action, job, detail)
  local entry = trail(actor, action, job, detail)
  call('LPUSH', P .. 'penstock:audit', entry)
  call('LTRIM', P .. 'penstock:audit', 0, 999)
  if job and action ~= 'submit' then call('RPUSH', P .. 'penstock:audit:' .. job, entry) end
end

-- Every job of a request, or the refusal of all of them.
local function all_of(ids, step)
  local jobs, seen = {}, {}
  for _, id in ipairs(ids) do
    local job = standing(id)
    if not job then return nil, { 'missing', id } end
    if not follows(job, step) then return nil, { 'no', job.state } end
    if not seen[id] then jobs[#jobs + 1] = job end
    seen[id] = true
  end
  return jobs
end

local function from(at)
  local rest = {}
  for place = at, #ARGV do rest[#rest + 1] = ARGV[place] end
  return rest
end
