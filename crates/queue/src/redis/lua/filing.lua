-- Bringing our lists up to what Python did. Needs base, states, job.

local STATES = {}
for state in pairs(WORD) do STATES[#STATES + 1] = state end

-- Files a job where it stands now, found in a list or registry of this queue; true when that was news.
local function file(id, queue)
  local job = standing(id)
  if not job then return false end
  local at = job.queue ~= '' and job.queue or queue
  if call('ZSCORE', index(job.state, at), id) then return false end
  local born = nil
  for _, state in ipairs(STATES) do
    local score = call('ZSCORE', index(state, at), id)
    if score then
      born = score
      call('ZREM', index(state, at), id)
    end
  end
  call('ZADD', index(job.state, at), born or whole(us_of(job.created) or now_us), id)
  -- RQ ends lifetimes by itself: then our lists must forget it.
  local left_ms = FINAL[job.state] and call('PTTL', job.key) or -1
  if left_ms > 0 then call('ZADD', P .. 'penstock:expiry', 'NX', whole(now_ms + left_ms + 1000), id) end
  tell('job', id, job.state)
  return true
end

-- Files what our list of a state holds and what stands elsewhere by now.
local function refile(id, state, queue)
  local job = standing(id)
  if not job then
    call('ZREM', index(state, queue), id)
    tell('deleted', id)
    return true
  end
  if job.state == state then return false end
  return file(id, queue)
end
