-- Which state follows which, and RQ's words for them. Written by the test of words.rs from
-- penstock_jobs::state::next: change it there.

-- A table for each step, made when it is asked for: every script begins with all of this.
local function next_of(step)
  if step == 'Ready' then return { held = 'queued', scheduled = 'queued', deferred = 'queued', retrying = 'queued' } end
  if step == 'Wait' then return { held = 'scheduled', deferred = 'scheduled' } end
  if step == 'Depend' then return { held = 'deferred', scheduled = 'deferred' } end
  if step == 'Claim' then return { queued = 'running' } end
  if step == 'Finish' then return { running = 'finished' } end
  if step == 'Fail' then return { deferred = 'failed', running = 'failed' } end
  if step == 'RetryLater' then return { running = 'retrying' } end
  if step == 'PutBack' then return { running = 'queued' } end
  if step == 'Quarantine' then return { running = 'quarantined' } end
  if step == 'Ask' then return { running = 'held' } end
  if step == 'Cancel' then return { held = 'cancelled', scheduled = 'cancelled', deferred = 'cancelled', queued = 'cancelled', running = 'cancelled', retrying = 'cancelled' } end
  if step == 'RetryByHand' then return { finished = 'queued', failed = 'queued', cancelled = 'queued', quarantined = 'queued' } end
  if step == 'Move' then return { held = 'held', scheduled = 'scheduled', deferred = 'deferred', queued = 'queued', retrying = 'retrying' } end
  if step == 'Delete' then return { held = 'held', scheduled = 'scheduled', deferred = 'deferred', queued = 'queued', retrying = 'retrying', finished = 'finished', failed = 'failed', cancelled = 'cancelled', quarantined = 'quarantined' } end
end
local FINAL = { finished = true, failed = true, cancelled = true, quarantined = true }
local STATE = { created = 'held', queued = 'queued', started = 'running', finished = 'finished', failed = 'failed', stopped = 'cancelled', canceled = 'cancelled', deferred = 'deferred', scheduled = 'scheduled', rate_limited = 'deferred', ready_to_enqueue = 'deferred' }
local WORD = { held = 'created', scheduled = 'scheduled', deferred = 'deferred', queued = 'queued', running = 'started', retrying = 'scheduled', finished = 'finished', failed = 'failed', cancelled = 'canceled', quarantined = 'failed' }
local MARKED = { held = 'created', retrying = 'scheduled', quarantined = 'failed' }
