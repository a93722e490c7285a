-- Which state follows which, and RQ's words for them. Written by the test of words.rs from
-- penstock_jobs::state::next: change it there.

local NEXT = {
  Ready = { held = 'queued', scheduled = 'queued', deferred = 'queued', retrying = 'queued' },
  Wait = { held = 'scheduled', deferred = 'scheduled' },
  Depend = { held = 'deferred', scheduled = 'deferred' },
  Claim = { queued = 'running' },
  Finish = { running = 'finished' },
  Fail = { deferred = 'failed', running = 'failed' },
  RetryLater = { running = 'retrying' },
  PutBack = { running = 'queued' },
  Quarantine = { running = 'quarantined' },
  Ask = { running = 'held' },
  Cancel = { held = 'cancelled', scheduled = 'cancelled', deferred = 'cancelled', queued = 'cancelled', running = 'cancelled', retrying = 'cancelled' },
  RetryByHand = { finished = 'queued', failed = 'queued', cancelled = 'queued', quarantined = 'queued' },
  Move = { held = 'held', scheduled = 'scheduled', deferred = 'deferred', queued = 'queued', retrying = 'retrying' },
  Delete = { held = 'held', scheduled = 'scheduled', deferred = 'deferred', queued = 'queued', retrying = 'retrying', finished = 'finished', failed = 'failed', cancelled = 'cancelled', quarantined = 'quarantined' },
}
local FINAL = { finished = true, failed = true, cancelled = true, quarantined = true }
local STATE = { created = 'held', queued = 'queued', started = 'running', finished = 'finished', failed = 'failed', stopped = 'cancelled', canceled = 'cancelled', deferred = 'deferred', scheduled = 'scheduled', rate_limited = 'deferred', ready_to_enqueue = 'deferred' }
local WORD = { held = 'created', scheduled = 'scheduled', deferred = 'deferred', queued = 'queued', running = 'started', retrying = 'scheduled', finished = 'finished', failed = 'failed', cancelled = 'canceled', quarantined = 'failed' }
local MARKED = { held = 'created', retrying = 'scheduled', quarantined = 'failed' }
