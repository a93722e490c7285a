-- Takes the first ready job of the first queue that has one.
-- ARGV: prefix, worker, lease in ms, execution, queues…
local worker, execution = ARGV[2], ARGV[4]
local w = call('HMGET', P .. 'worker:' .. worker, 'birth', 'x_penstock_stop', 'x_penstock_claim', 'death')
if not w[1] or is(w[4]) then return { 'unregistered' } end
-- The reply to this very claim was lost.
if w[3] and string.sub(w[3], 1, #execution + 1) == execution .. ' ' then
  local id = string.sub(w[3], #execution + 2)
  local job = standing(id)
  if job and job.execution == execution then return { 'taken', id, call('HGETALL', job.key), '' } end
end
if (tonumber(w[2] or '') or 0) > 0 then return { 'nothing' } end
return take(worker, tonumber(ARGV[3]), execution, 5)
