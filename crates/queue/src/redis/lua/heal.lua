-- Files jobs in our lists where they stand now. ARGV: prefix, then id, state and queue of the list that
-- each was found in.
for at = 2, #ARGV, 3 do
  local id, state, queue = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  local job = standing(id)
  if not job then
    call('ZREM', index(state, queue), id)
  elseif job.state ~= state or job.queue ~= queue then
    local born = call('ZSCORE', index(state, queue), id)
    call('ZREM', index(state, queue), id)
    if born then call('ZADD', index(job.state, job.queue), 'NX', born, id) end
  end
end
return 'done'
