-- Begins every script. ARGV[1] is the prefix of all keys, without its colon.
local P = ARGV[1] .. ':'
local call = redis.call
local clock = call('TIME')
local now_s = tonumber(clock[1])
local now_us = now_s * 1000000 + tonumber(clock[2])
local now_ms = math.floor(now_us / 1000)

-- A number with all its digits: Lua's own way cuts at fourteen.
local function whole(number)
  return string.format('%.0f', number)
end

-- Microseconds since 1970 as RQ writes times (days to date: Howard Hinnant, civil_from_days).
local function iso(us)
  local s = math.floor(us / 1000000)
  local days = math.floor(s / 86400)
  local rest = s - days * 86400
  local z = days + 719468
  local era = math.floor(z / 146097)
  local doe = z - era * 146097
  local yoe = math.floor((doe - math.floor(doe / 1460) + math.floor(doe / 36524) - math.floor(doe / 146096)) / 365)
  local doy = doe - (365 * yoe + math.floor(yoe / 4) - math.floor(yoe / 100))
  local mp = math.floor((5 * doy + 2) / 153)
  local month = mp < 10 and mp + 3 or mp - 9
  local year = yoe + era * 400 + (month <= 2 and 1 or 0)
  return string.format('%04d-%02d-%02dT%02d:%02d:%02d.%06dZ', year, month, doy - math.floor((153 * mp + 2) / 5) + 1,
    math.floor(rest / 3600), math.floor(rest / 60) % 60, rest % 60, us - s * 1000000)
end

-- The time of this script: as RQ writes times, and as it writes seconds.
local now_text, now_seconds = nil, string.format('%.6f', now_us / 1000000)
local function now_iso()
  now_text = now_text or iso(now_us)
  return now_text
end

-- The way back; nil for what is no time of RQ's (date to days: Howard Hinnant, days_from_civil).
local function us_of(text)
  local y, m, d, hour, minute, second, fraction =
    string.match(text or '', '^(%d%d%d%d)-(%d%d)-(%d%d)T(%d%d):(%d%d):(%d%d)%.?(%d*)Z$')
  if not y then return nil end
  y, m, d = tonumber(y), tonumber(m), tonumber(d)
  if m <= 2 then y = y - 1 end
  local era = math.floor(y / 400)
  local yoe = y - era * 400
  local doy = math.floor((153 * (m > 2 and m - 3 or m + 9) + 2) / 5) + d - 1
  local days = era * 146097 + yoe * 365 + math.floor(yoe / 4) - math.floor(yoe / 100) + doy - 719468
  local s = days * 86400 + tonumber(hour) * 3600 + tonumber(minute) * 60 + tonumber(second)
  return s * 1000000 + tonumber(string.sub(fraction .. '000000', 1, 6))
end

-- Tells every reader. At most about 10,000 events are kept.
local function tell(kind, name, state)
  local number = call('INCR', P .. 'penstock:event')
  call('XADD', P .. 'penstock:events', 'MAXLEN', '~', '10000', whole(number) .. '-0',
    't', whole(now_ms), 'k', kind, 'n', name, 's', state or '')
end

-- The answer to a call that was made before and whose reply was lost; kept for a minute.
local function told(token)
  local answer = call('GET', P .. 'penstock:told:' .. token)
  return answer and cjson.decode(answer)
end
local function answer(token, reply)
  call('SET', P .. 'penstock:told:' .. token, cjson.encode(reply), 'EX', '60')
  return reply
end
