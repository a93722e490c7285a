-- Lets held jobs go. ARGV: prefix, token, actor, ids…
local token, actor = ARGV[2], ARGV[3]
local before = told(token)
if before then return before end
local jobs, refusal = all_of(from(4), 'Ready')
if refusal then return refusal end
for _, job in ipairs(jobs) do
  -- Others may be made ready too, by time or by jobs: not by hand.
  if job.state ~= 'held' then return { 'no', job.state } end
end
local ended = {}
for _, job in ipairs(jobs) do
  call('HSET', job.key, 'x_penstock_failure', '')
  let_go(job, ended)
  record(actor, 'release', job.id)
end
follow(ended)
return answer(token, { 'done' })
