-- How a batch stands. ARGV: prefix, id. Answers label, birth in ms, and progress of what runs in millionths,
-- then each state and its number; or that it is missing.
local id = ARGV[2]
local jobs = jobs_of(id)
local born = call('ZSCORE', P .. 'penstock:batches', id)
if #jobs == 0 or not born then return { 'missing' } end
local counts, running = {}, 0
for _, job in ipairs(jobs) do
  counts[job.state] = (counts[job.state] or 0) + 1
  if job.state == 'running' then
    local read, progress = pcall(cjson.decode, call('HGET', job.key, 'x_penstock_progress') or '')
    local fraction = read and type(progress) == 'table' and tonumber(progress.fraction)
    if fraction and fraction >= 0 and fraction <= 1 then running = running + fraction end
  end
end
local reply = { 'done', call('HGET', P .. 'penstock:batch-labels', id) or id, whole(math.floor(tonumber(born) / 1000)),
  whole(running * 1000000) }
for state, number in pairs(counts) do
  reply[#reply + 1] = state
  reply[#reply + 1] = number
end
return reply
