-- Ends lifetimes, at most 500; how many. ARGV: prefix.

-- RQ's lifetimes and tools take jobs without a word to their batches: a few batches are looked at each time,
-- one after the other.
local at = call('GET', P .. 'penstock:batches-seen') or '-inf'
local some = call('ZRANGEBYSCORE', P .. 'penstock:batches', '(' .. at, '+inf', 'WITHSCORES', 'LIMIT', 0, 5)
for place = 1, #some, 2 do
  jobs_of(some[place])
  at = some[place + 1]
end
if #some > 0 then
  call('SET', P .. 'penstock:batches-seen', at)
else
  call('DEL', P .. 'penstock:batches-seen')
end

local expired = 0
for _, id in ipairs(call('ZRANGEBYSCORE', P .. 'penstock:expiry', '-inf', whole(now_ms), 'LIMIT', 0, 500)) do
  call('ZREM', P .. 'penstock:expiry', id)
  local job = standing(id)
  if not job then
    -- RQ's lifetime, or a tool, took it: it is in no list any more.
    for _, key in ipairs(call('SMEMBERS', P .. 'queues')) do
      local queue = string.sub(key, #P + 7)
      for _, state in ipairs({ 'finished', 'failed', 'cancelled', 'quarantined' }) do
        call('ZREM', index(state, queue), id)
      end
    end
  elseif job.state == 'finished' and job.ours and call('HGET', job.key, 'x_penstock_expired') ~= '1' then
    local made = call('HGET', job.key, 'x_penstock_artifacts')
    for _, file in ipairs(is(made) and cjson.decode(made) or {}) do
      call('SREM', P .. 'penstock:names:' .. file.sha256, '1' .. id)
    end
    call('HSET', job.key, 'x_penstock_expired', '1', 'x_penstock_artifacts', '')
    look_again(job, HISTORY)
    tell('job', id, job.state)
    expired = expired + 1
  elseif FINAL[job.state] and (job.ours or job.state ~= 'finished') then
    local waiting = call('SMEMBERS', job.key .. ':dependents')
    remove(job)
    call('DEL', P .. 'penstock:audit:' .. id)
    tell('deleted', id)
    follow({ { id = id, how = 'deleted', waiting = waiting } })
    expired = expired + 1
  end
end
return expired
