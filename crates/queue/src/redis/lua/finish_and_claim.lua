-- The attempt finished, and a worker takes its next job. ARGV as `finish_it` says, then worker, lease in ms,
-- execution, queues…
local at = 7 + ARGV[6]
local worker, execution = ARGV[at], ARGV[at + 2]
local word, fields, holder, w = finish_it()
if word == 'lost' then return { 'lost' } end
local key = P .. 'worker:' .. worker
if word == 'again' then
  -- The reply to this very call was lost: its job is among those that the worker runs.
  for _, member in ipairs(call('SMEMBERS', key .. ':executions')) do
    local id = string.sub(member, 1, -#execution - 2)
    local job = string.sub(member, #id + 1) == ':' .. execution and standing(id)
    if job and job.execution == execution then return { 'taken', id, call('HGETALL', job.key), '' } end
  end
end
if holder ~= worker then w = call('HMGET', key, 'birth', 'x_penstock_stop', 'death') end
local reply = { 'nothing' }
if w[1] and not is(w[3]) and (tonumber(w[2] or '') or 0) == 0 then
  -- The end stands whatever comes of this; why nothing can be taken, the next claim says.
  local tried, answer = pcall(take, worker, tonumber(ARGV[at + 1]), execution, at + 3, holder == worker and fields or {})
  if tried then reply = answer end
end
-- Who goes on has been told with the start.
if holder and (reply[1] ~= 'taken' or holder ~= worker) then rest(holder, fields) end
return reply
