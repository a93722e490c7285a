-- Looks at what Python did to a queue: where a length or an end of a list or registry changed since the
-- last look, its ends are compared with our lists. What lies deeper is left to `fold`, which is asked for
-- with the answer 1. ARGV: prefix, queues…
local ENDS = 100
local deep = 0

local function signature(length, first, last)
  return length .. ' ' .. (first or '') .. ' ' .. (last or '')
end

local function look(queue, name, length, ends, states, id_of)
  local first, last = ends(0, 0)[1], ends(-1, -1)[1]
  local field = name .. ':' .. queue
  local now = signature(length, first, last)
  if call('HGET', P .. 'penstock:seen', field) == now then return end
  call('HSET', P .. 'penstock:seen', field, now)
  local news = 0
  for _, part in ipairs({ ends(0, ENDS - 1), length > ENDS and ends(-ENDS, -1) or {} }) do
    for _, member in ipairs(part) do
      if file(id_of and id_of(member) or member, queue) then news = news + 1 end
    end
  end
  local ours = 0
  for _, state in ipairs(states) do
    local list = index(state, queue)
    -- Lifetimes of finished jobs end here and there at different times.
    if state ~= 'finished' then
      for _, part in ipairs({ call('ZRANGE', list, 0, ENDS - 1), call('ZRANGE', list, -ENDS, -1) }) do
        for _, id in ipairs(part) do
          if refile(id, state, queue) then news = news + 1 end
        end
      end
      ours = ours + call('ZCARD', list)
    end
  end
  if states[1] ~= 'finished' and ours ~= length then deep = 1 end
end

local function composite(member)
  return string.match(member, '^(.*):[^:]*$') or member
end

-- Somebody's key of another type under the name of a list must not keep the others from being seen.
local function is_kind(kind, key)
  local found = call('TYPE', key).ok
  return found == kind or found == 'none'
end

for at = 2, #ARGV do
  local queue = ARGV[at]
  local list = P .. 'queue:' .. queue
  if is_kind('list', list) then
    look(queue, 'queue', call('LLEN', list), function(a, b) return call('LRANGE', list, a, b) end, { 'queued' })
  end
  for name, states in pairs({ wip = { 'running' }, finished = { 'finished' }, failed = { 'failed', 'quarantined' },
    scheduled = { 'scheduled', 'retrying' }, deferred = { 'deferred' }, canceled = { 'cancelled' } }) do
    local registry = P .. name .. ':' .. queue
    if is_kind('zset', registry) then
      look(queue, name, call('ZCARD', registry), function(a, b) return call('ZRANGE', registry, a, b) end, states,
        name == 'wip' and composite or nil)
    end
  end
end
return deep
