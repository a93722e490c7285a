-- Attempts whose lease has ended, at most 500. ARGV: prefix.
return call('ZRANGEBYSCORE', P .. 'penstock:leases', '-inf', whole(now_ms), 'LIMIT', 0, 500)
