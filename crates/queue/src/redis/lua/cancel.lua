-- Cancels jobs. ARGV: prefix, token, actor, ids…
local token, actor = ARGV[2], ARGV[3]
local before = told(token)
if before then return before end
local jobs, refusal = all_of(from(4), 'Cancel')
if refusal then return refusal end
cancel_all(jobs, actor)
return answer(token, { 'done' })
