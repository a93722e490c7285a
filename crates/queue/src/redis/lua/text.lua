-- A failure's text as RQ stores it: zlib (RFC 1950) without compression, in base64. Texts are short.

local function zlib(text)
  text = string.sub(text, 1, 60000)
  local a, b = 1, 0
  for at = 1, #text do
    a = (a + string.byte(text, at)) % 65521
    b = (b + a) % 65521
  end
  local low, high = #text % 256, math.floor(#text / 256)
  return string.char(0x78, 0x01, 0x01, low, high, 255 - low, 255 - high) .. text
    .. string.char(math.floor(b / 256), b % 256, math.floor(a / 256), a % 256)
end

local DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

local function base64(bytes)
  local out = {}
  for at = 1, #bytes, 3 do
    local a, b, c = string.byte(bytes, at, at + 2)
    local group = a * 65536 + (b or 0) * 256 + (c or 0)
    for place = 0, 3 do
      local digit = math.floor(group / 64 ^ (3 - place)) % 64 + 1
      out[#out + 1] = (place == 2 and not b or place == 3 and not c) and '=' or string.sub(DIGITS, digit, digit)
    end
  end
  return table.concat(out)
end
