-- Lets in what waited for a time in one queue. ARGV: prefix, queue, how many at most.
return promote(ARGV[2], tonumber(ARGV[3]))
