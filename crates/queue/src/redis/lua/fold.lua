-- Compares one piece of a list or registry, and of our lists, whole. ARGV: prefix, queue, what: `queue` or
-- a registry or `index:` and a state; first and last place. How many were looked at, and how many were news.
local queue, what, from, to = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local state = string.match(what, '^index:(.*)$')
local members
if what == 'queue' then
  members = call('LRANGE', P .. 'queue:' .. queue, from, to)
elseif state then
  members = call('ZRANGE', index(state, queue), from, to)
else
  members = call('ZRANGE', P .. what .. ':' .. queue, from, to)
end
local news = 0
for _, id in ipairs(members) do
  if what == 'wip' then id = string.match(id, '^(.*):[^:]*$') or id end
  if state and refile(id, state, queue) or not state and file(id, queue) then news = news + 1 end
end
return { #members, news }
