-- Removes jobs that do not run. ARGV: prefix, token, actor, seconds that their trail stays, ids…
local token, actor, keep_s = ARGV[2], ARGV[3], ARGV[4]
local before = told(token)
if before then return before end
local jobs, refusal = all_of(from(5), 'Delete')
if refusal then return refusal end
local ended = {}
for _, job in ipairs(jobs) do
  local by = call('HGET', job.key, 'x_penstock_by')
  ended[#ended + 1] = { id = job.id, how = 'deleted', waiting = call('SMEMBERS', job.key .. ':dependents') }
  if by then
    local at_ms = math.floor((us_of(job.created) or now_us) / 1000)
    call('LPUSH', P .. 'penstock:audit:' .. job.id, cjson.encode({ at_ms = at_ms, actor = by, action = 'submit', job = job.id }))
  end
  remove(job)
  record(actor, 'delete', job.id, job.label)
  call('EXPIRE', P .. 'penstock:audit:' .. job.id, keep_s)
  tell('deleted', job.id)
end
follow(ended)
return answer(token, { 'done' })
