-- Pauses or resumes one queue, or all, which is RQ's suspension. ARGV: prefix, token, actor, `pause` or
-- `resume`, queue or `*`.
local token, actor, action, queue = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local before = told(token)
if before then return before end
local paused = P .. 'penstock:paused'
if queue == '*' and action == 'pause' then
  call('SET', P .. 'suspended', '1')
elseif queue == '*' then
  call('DEL', P .. 'suspended')
else
  call(action == 'pause' and 'SADD' or 'SREM', paused, queue)
end
tell('queue', queue)
record(actor, action, nil, queue)
return answer(token, { 'done' })
