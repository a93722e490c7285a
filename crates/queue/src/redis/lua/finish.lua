-- The attempt finished. ARGV as `finish_it` says.
local word, fields, worker = finish_it()
if worker then rest(worker, fields) end
return word
