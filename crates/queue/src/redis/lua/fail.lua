-- The attempt failed. ARGV: prefix, job, execution, failure, its text, child died, worth retrying, ended
-- in its middle, the failure when it is quarantined, its text, the failure when it is not done twice.
local CHILD_DEATHS = 3
local died, worth = ARGV[6] == '1', ARGV[7] == '1'
local job = held(ARGV[2], ARGV[3])
if not job then return { 'said', said_before(ARGV[2], ARGV[3], { failed = true, child_died = true }) or 'lost' } end
local failure, text = ARGV[4], ARGV[5]
local outcome = died and 'child_died' or 'failed'

local function over(to, status)
  local started = close(job, outcome, to, ARGV[4])
  call('HSET', job.key, 'x_penstock_failure', failure)
  if to ~= 'cancelled' then result(job, '2', 'exc_string', text, started, failure_ttl(job)) end
  to_end(job, to)
  follow({ { id = job.id, how = 'failed' } })
  return { 'said', to }
end

if job.cancel then return over(follows(job, 'Cancel')) end
local f = call('HMGET', job.key, 'retries_left', 'retry_intervals', 'enqueue_at_front_on_retry')
local deaths = call('HINCRBY', job.key, 'x_penstock_deaths', died and 1 or 0)
if deaths >= CHILD_DEATHS then
  failure, text = ARGV[9], ARGV[10]
  return over(follows(job, 'Quarantine'))
end
if died and once(job) then
  local to = follows(job, 'Ask')
  close(job, outcome, to, failure)
  to_hold(job, ARGV[11])
  return { 'said', to }
end
local left = tonumber(f[1] or '') or 0
-- A second start of what was ended in its middle is a person's decision, too.
if not worth or left <= 0 or (ARGV[8] == '1' and once(job)) then return over(follows(job, 'Fail')) end
-- RQ's rule: with fewer intervals than retries the first one serves until the list is long enough.
local known, intervals = pcall(cjson.decode, f[2] or '[]')
intervals = known and type(intervals) == 'table' and intervals or {}
local delay_s = tonumber(intervals[math.max(#intervals - left, 0) + 1]) or 0
local to = delay_s > 0 and follows(job, 'RetryLater') or follows(job, 'PutBack')
close(job, outcome, to, failure)
call('HSET', job.key, 'retries_left', whole(left - 1), 'x_penstock_failure', failure)
if delay_s > 0 then
  call('SADD', P .. 'queues', P .. 'queue:' .. job.queue)
  to_schedule(job, to, now_ms + delay_s * 1000)
else
  to_queue(job, f[3] == '1')
end
return { 'said', to }
