-- Queues final jobs again, as if nothing had happened to them. ARGV: prefix, token, actor, ids…
local token, actor = ARGV[2], ARGV[3]
local before = told(token)
if before then return before end
local jobs, refusal = all_of(from(4), 'RetryByHand')
if refusal then return refusal end
for _, job in ipairs(jobs) do
  local f = call('HMGET', job.key, 'x_penstock_artifacts', 'x_penstock_retries', 'x_penstock_key')
  for _, file in ipairs(is(f[1]) and cjson.decode(f[1]) or {}) do
    call('SREM', P .. 'penstock:names:' .. file.sha256, '1' .. job.id)
  end
  leave(job)
  -- RQ may leave a job in more than one registry; and it leaves the rest of a lifetime, which would end
  -- the job while it waits.
  for _, registry in ipairs({ 'finished', 'failed', 'canceled' }) do
    call('ZREM', P .. registry .. ':' .. job.queue, job.id)
  end
  call('ZREM', P .. 'penstock:expiry', job.id)
  for _, key in ipairs({ job.key, job.key .. ':dependents', P .. 'job::' .. job.id .. ':dependencies',
    P .. 'penstock:attempts:' .. job.id }) do call('PERSIST', key) end
  if is(f[3]) then call('PERSIST', P .. 'penstock:key:' .. f[3]) end
  if is(f[2]) then call('HSET', job.key, 'retries_left', f[2]) end
  call('HSET', job.key, 'x_penstock_deaths', '0', 'x_penstock_lost', '0', 'x_penstock_expired', '',
    'x_penstock_failure', '', 'x_penstock_artifacts', '', 'x_penstock_stopped', '')
  to_queue(job, false)
  record(actor, 'retry', job.id)
end
return answer(token, { 'done' })
