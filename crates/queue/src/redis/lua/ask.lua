-- Asks a worker to stop. A wish to stop at once is not taken back by a later one to drain.
-- ARGV: prefix, token, actor, name, 1 or 2, what the trail says.
local token, actor, name, wish = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local before = told(token)
if before then return before end
local key = P .. 'worker:' .. name
local f = call('HMGET', key, 'birth', 'death', 'x_penstock_stop')
if not f[1] or f[2] then return { 'unknown' } end
if f[3] then
  call('HSET', key, 'x_penstock_stop', whole(math.max(wish, tonumber(f[3]) or 0)))
else
  -- One of RQ's: it hears commands only.
  call('PUBLISH', P .. 'pubsub:' .. name, cjson.encode({ command = 'shutdown' }))
  if wish == 2 then call('PUBLISH', P .. 'pubsub:' .. name, cjson.encode({ command = 'kill-horse' })) end
end
tell('worker', name)
record(actor, 'worker-stop', nil, name .. ', ' .. ARGV[6])
return answer(token, { 'done' })
