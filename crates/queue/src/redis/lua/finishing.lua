-- The end of an attempt that finished. Needs base, states, job, batches, text, ending and run.

-- RQ's jobs that run again and again. By RQ 3's rule: the first interval, which is used up unless it is the
-- last. The job stays in the finished registry meanwhile, as RQ leaves it there.
local function repeat_it(job)
  local left = tonumber(job.repeats or '') or 0
  if left <= 0 then return end
  local said = call('HGET', job.key, 'repeat_intervals')
  local known, intervals = pcall(cjson.decode, is(said) and said or '[]')
  intervals = known and type(intervals) == 'table' and intervals or {}
  local delay_s = math.max(tonumber(intervals[1]) or 0, 0)
  if #intervals > 1 then table.remove(intervals, 1) end
  call('HSET', job.key, 'repeats_left', whole(left - 1))
  if #intervals > 0 then call('HSET', job.key, 'repeat_intervals', cjson.encode(intervals)) end
  -- It waits again: what ends with its result's lifetime must not end it.
  call('ZREM', P .. 'penstock:expiry', job.id)
  for _, key in ipairs({ job.key, job.key .. ':dependents', P .. 'job::' .. job.id .. ':dependencies',
    P .. 'penstock:attempts:' .. job.id }) do call('PERSIST', key) end
  job.status, job.state = 'finished', 'finished'
  if delay_s > 0 then
    call('SADD', P .. 'queues', P .. 'queue:' .. job.queue)
    to_schedule(job, 'scheduled', now_ms + delay_s * 1000)
  else
    to_queue(job, job.front)
  end
end

-- ARGV: prefix, job, execution, return value in base64, artifacts, number of their hashes, the hashes. Answers
-- a word, what is left to write about the worker, its name, and what was seen of it.
local function finish_it()
  local job = held(ARGV[2], ARGV[3])
  if not job then return said_before(ARGV[2], ARGV[3], { finished = true }) and 'again' or 'lost' end
  local to = follows(job, 'Finish')
  local ttl = job.result_ttl or RESULT_TTL
  local started, fields, seen = end_attempt(job, 'finished', to)
  if ttl == 0 and not job.ours then
    local waiting = call('SMEMBERS', job.key .. ':dependents')
    to_end(job, to)
    local attempts = call('DUMP', P .. 'penstock:attempts:' .. job.id)
    follow({ { id = job.id, how = 'finished', waiting = waiting } })
    job.status, job.state = 'finished', to
    remove(job)
    -- So that the same word, said again, is known for a while.
    call('RESTORE', P .. 'penstock:attempts:' .. job.id, 600000, attempts)
    return 'said', fields, job.worker, seen
  end
  -- What is kept for ever keeps its result for ever.
  result(job, '1', 'return_value', ARGV[4], started, ttl >= 0 and job.ours and ttl + HISTORY + DAY or ttl)
  for at = 7, 6 + ARGV[6] do call('SADD', P .. 'penstock:names:' .. ARGV[at], '1' .. job.id) end
  to_end(job, to, nil, 'x_penstock_artifacts', ARGV[5], 'x_penstock_failure', '', 'x_penstock_expired', '')
  follow({ { id = job.id, how = 'finished' } })
  repeat_it(job)
  return 'said', fields, job.worker, seen
end
