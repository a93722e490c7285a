-- Cancels what has not ended of a batch; how many. ARGV: prefix, token, actor, id.
local token, actor = ARGV[2], ARGV[3]
local before = told(token)
if before then return before end
local open, all = {}, jobs_of(ARGV[4])
if #all == 0 then return { 'missing' } end
for _, job in ipairs(all) do
  if follows(job, 'Cancel') then open[#open + 1] = job end
end
cancel_all(open, actor, 'with its batch')
return answer(token, { 'done', whole(#open) })
