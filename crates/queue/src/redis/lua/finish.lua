-- The attempt finished. ARGV: prefix, job, execution, return value in base64, artifacts, then their hashes…
local job = held(ARGV[2], ARGV[3])
if not job then return said_before(ARGV[2], ARGV[3], { finished = true }) and 'again' or 'lost' end
local to = follows(job, 'Finish')
local ttl = tonumber(call('HGET', job.key, 'result_ttl') or '') or RESULT_TTL
local started = close(job, 'finished', to)
if ttl == 0 and not job.ours then
  local waiting = call('SMEMBERS', job.key .. ':dependents')
  to_end(job, to)
  local attempts = call('DUMP', P .. 'penstock:attempts:' .. job.id)
  follow({ { id = job.id, how = 'finished', waiting = waiting } })
  job.status, job.state = 'finished', to
  remove(job)
  -- So that the same word, said again, is known for a while.
  call('RESTORE', P .. 'penstock:attempts:' .. job.id, 600000, attempts)
  return 'said'
end
local result_ttl = ttl < 0 and FAILURE_TTL or job.ours and ttl + HISTORY + DAY or ttl
result(job, '1', 'return_value', ARGV[4], started, result_ttl)
-- What is kept for ever keeps its result for ever.
if ttl < 0 then call('PERSIST', P .. 'results:' .. job.id) end
call('HSET', job.key, 'x_penstock_artifacts', ARGV[5], 'x_penstock_failure', '', 'x_penstock_expired', '')
for at = 6, #ARGV do call('SADD', P .. 'penstock:names:' .. ARGV[at], '1' .. job.id) end
to_end(job, to)
follow({ { id = job.id, how = 'finished' } })
return 'said'
