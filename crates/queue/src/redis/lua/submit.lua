-- Writes jobs, all or none. ARGV: prefix, token, actor, count, then for each: id, idempotency key, queue,
-- hold, front, due in ms, label, batch and its label, others to wait for, hashes of inputs, fields; lists with their length first.
local token, actor, count = ARGV[2], ARGV[3], tonumber(ARGV[4])
local before = told(token)
if before then return before end
local at = 4
local function take() at = at + 1; return ARGV[at] end
local function list()
  local items = {}
  for _ = 1, tonumber(take()) do items[#items + 1] = take() end
  return items
end
local jobs, ids, keys, reply = {}, {}, {}, { 'done' }

for _ = 1, count do
  local new = { id = take(), idempotency = take(), queue = take(), hold = take() == '1', front = take() == '1',
    due = tonumber(take()), label = take(),
    batch = take(), batch_label = take(), after = list(), inputs = list(), fields = list() }
  new.key = P .. 'job:' .. new.id
  local known = nil
  if new.idempotency ~= '' then
    known = keys[new.idempotency] or call('GET', P .. 'penstock:key:' .. new.idempotency)
    -- Its job may have gone by a way that does not know keys.
    if known and not ids[known] and call('EXISTS', P .. 'job:' .. known) == 0 then known = nil end
    if not known then keys[new.idempotency] = new.id end
  end
  if not known and (ids[new.id] or call('EXISTS', new.key) == 1) then known = new.id end
  if known then
    reply[#reply + 1] = { known, true }
  else
    for _, other in ipairs(new.after) do
      if not ids[other] and not standing(other) then return { 'missing', other } end
    end
    ids[new.id] = true
    jobs[#jobs + 1] = new
    reply[#reply + 1] = { new.id, false }
  end
end

-- Births are unlike each other, so that lists have one order.
local born = math.max(now_us, (tonumber(call('GET', P .. 'penstock:order') or '') or 0) + 1)
local queues = {}
for _, new in ipairs(jobs) do
  new.created = iso(born)
  local fields = new.fields
  for _, part in ipairs({ 'created_at', new.created, 'x_penstock_by', actor }) do fields[#fields + 1] = part end
  local ready = not new.hold and #new.after == 0 and not (new.due and new.due > now_ms)
  for _, part in ipairs(ready and { 'status', 'queued', 'enqueued_at', iso(now_us) }
    or { 'status', 'created', 'x_penstock_state', 'held', 'x_penstock_due', new.due and whole(new.due) or '' }) do
    fields[#fields + 1] = part
  end
  call('HSET', new.key, unpack(fields))
  if new.idempotency ~= '' then call('SET', P .. 'penstock:key:' .. new.idempotency, new.id) end
  if new.batch ~= '' then
    call('ZADD', P .. 'penstock:batches', 'NX', whole(born), new.batch)
    call('HSETNX', P .. 'penstock:batch-labels', new.batch, new.batch_label)
    call('ZADD', P .. 'penstock:batch:' .. new.batch, whole(born), new.id)
  end
  for _, sha256 in ipairs(new.inputs) do call('SADD', P .. 'penstock:names:' .. sha256, '0' .. new.id) end
  if not queues[new.queue] then
    call('SADD', P .. 'queues', P .. 'queue:' .. new.queue)
    queues[new.queue] = true
  end
  call('ZADD', index(ready and 'queued' or 'held', new.queue), whole(born), new.id)
  if ready then
    call(new.front and 'LPUSH' or 'RPUSH', P .. 'queue:' .. new.queue, new.id)
    tell('job', new.id, 'queued')
  else
    for _, id in ipairs(new.after) do
      if standing(id).state ~= 'finished' then
        call('SADD', P .. 'job:' .. id .. ':dependents', new.id)
        call('SADD', P .. 'job::' .. new.id .. ':dependencies', id)
      end
    end
    if new.hold then
      tell('job', new.id, 'held')
    else
      local ended = {}
      let_go(standing(new.id), ended)
      follow(ended)
    end
  end
  record(actor, 'submit', new.id)
  born = born + 1
end
if #jobs > 0 then call('SET', P .. 'penstock:order', whole(born)) end
return answer(token, reply)
