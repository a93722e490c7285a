-- The hashes of jobs, empty where there is none. A call longer than the limit is left out and its length
-- said. ARGV: prefix, limit in bytes, ids…
local limit = tonumber(ARGV[2])
local hashes = {}
for at = 3, #ARGV do
  local key = P .. 'job:' .. ARGV[at]
  local length = redis.pcall('HSTRLEN', key, 'data')
  if type(length) == 'table' then
    -- Not a hash.
    hashes[#hashes + 1] = { 'status', 'failed', 'description', 'The key of this job holds something else' }
  elseif length <= limit then
    hashes[#hashes + 1] = call('HGETALL', key)
  else
    local hash = {}
    for _, name in ipairs(call('HKEYS', key)) do
      if name ~= 'data' then
        hash[#hash + 1] = name
        hash[#hash + 1] = call('HGET', key, name)
      end
    end
    hash[#hash + 1] = 'x_penstock_data_bytes'
    hash[#hash + 1] = tostring(length)
    hashes[#hashes + 1] = hash
  end
end
return hashes
