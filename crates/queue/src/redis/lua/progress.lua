-- Says how far a job is. ARGV: prefix, job, execution, progress, meta as it was read, meta to write.
local job = standing(ARGV[2])
if not job or job.execution ~= ARGV[3] or (job.status ~= 'started' and job.status ~= 'canceled') then return 'lost' end
if ARGV[6] ~= '' then
  if (call('HGET', job.key, 'meta') or '') ~= ARGV[5] then return 'changed' end
  call('HSET', job.key, 'meta', ARGV[6])
end
call('HSET', job.key, 'x_penstock_progress', ARGV[4])
tell('progress', job.id)
return 'said'
