-- Version 1 of the embedded store.

CREATE TABLE jobs (
    seq               INTEGER PRIMARY KEY AUTOINCREMENT,
    id                TEXT    NOT NULL UNIQUE,
    state             TEXT    NOT NULL CHECK (state IN ('held', 'scheduled', 'deferred', 'queued', 'running',
                                                        'retrying', 'finished', 'failed', 'cancelled', 'quarantined')),
    queue             TEXT    NOT NULL,
    -- Order within the queue; means something only while queued.
    position          INTEGER NOT NULL DEFAULT 0,
    at_front          INTEGER NOT NULL DEFAULT 0,
    not_before_ms     INTEGER,
    cancel_requested  INTEGER NOT NULL DEFAULT 0,
    attempt           INTEGER NOT NULL DEFAULT 0,
    attempts_finished INTEGER NOT NULL DEFAULT 0,
    retries_used      INTEGER NOT NULL DEFAULT 0,
    child_deaths      INTEGER NOT NULL DEFAULT 0,
    workers_lost      INTEGER NOT NULL DEFAULT 0,
    -- The attempt that holds the job; only it may write.
    attempt_id        TEXT,
    worker            TEXT,
    lease_boot        TEXT,
    -- Milliseconds since that boot.
    lease_until_ms    INTEGER,
    progress_stage    TEXT,
    progress_fraction REAL,
    progress_at_ms    INTEGER,
    created_at_ms     INTEGER NOT NULL,
    started_at_ms     INTEGER,
    ended_at_ms       INTEGER,
    -- When its lifetime ends; null when it does not, or has.
    expires_at_ms     INTEGER,
    expired           INTEGER NOT NULL DEFAULT 0,
    task              TEXT    NOT NULL,
    task_version      INTEGER NOT NULL,
    label             TEXT    NOT NULL,
    idempotency_key   TEXT,
    retry_max         INTEGER NOT NULL,
    retry_intervals_s TEXT    NOT NULL,
    timeout_s         INTEGER NOT NULL,
    result_ttl_s      INTEGER,
    failure_ttl_s     INTEGER,
    rerun_after_crash INTEGER NOT NULL,
    after_ids         TEXT    NOT NULL,
    -- What a search looks at, in lower case: label, id, task, queue, title of the failure.
    haystack          TEXT    NOT NULL,
    failure           TEXT,
    inputs            TEXT    NOT NULL,
    params            TEXT    NOT NULL,
    CHECK ((state = 'running') = (attempt_id IS NOT NULL))
) STRICT;

CREATE INDEX jobs_ready ON jobs (queue, position) WHERE state = 'queued';
CREATE INDEX jobs_running ON jobs (started_at_ms, seq) WHERE state = 'running';
CREATE INDEX jobs_due ON jobs (not_before_ms, seq) WHERE state IN ('scheduled', 'retrying');
CREATE INDEX jobs_expiring ON jobs (expires_at_ms) WHERE expires_at_ms IS NOT NULL;
CREATE INDEX jobs_by_state ON jobs (state, seq);
CREATE INDEX jobs_by_queue ON jobs (queue, state, seq);
CREATE UNIQUE INDEX jobs_by_key ON jobs (idempotency_key) WHERE idempotency_key IS NOT NULL;

-- How many jobs are in each state of each queue, kept by the triggers below: counting a million rows
-- for every refresh of a window would be too slow.
CREATE TABLE tallies (
    queue TEXT    NOT NULL,
    state TEXT    NOT NULL,
    jobs  INTEGER NOT NULL,
    PRIMARY KEY (queue, state)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER jobs_come AFTER INSERT ON jobs BEGIN
    INSERT INTO tallies VALUES (new.queue, new.state, 1)
        ON CONFLICT (queue, state) DO UPDATE SET jobs = jobs + 1;
END;
CREATE TRIGGER jobs_move AFTER UPDATE OF state, queue ON jobs
    WHEN old.state <> new.state OR old.queue <> new.queue BEGIN
    UPDATE tallies SET jobs = jobs - 1 WHERE queue = old.queue AND state = old.state;
    INSERT INTO tallies VALUES (new.queue, new.state, 1)
        ON CONFLICT (queue, state) DO UPDATE SET jobs = jobs + 1;
END;
CREATE TRIGGER jobs_go AFTER DELETE ON jobs BEGIN
    UPDATE tallies SET jobs = jobs - 1 WHERE queue = old.queue AND state = old.state;
END;

CREATE TABLE dependencies (
    job   INTEGER NOT NULL REFERENCES jobs (seq) ON DELETE CASCADE,
    on_id TEXT    NOT NULL,
    -- It finished once; what happens to it later does not matter.
    met   INTEGER NOT NULL,
    PRIMARY KEY (job, on_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dependencies_unmet ON dependencies (on_id) WHERE met = 0;

CREATE TABLE attempts (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT    NOT NULL UNIQUE,
    job           INTEGER NOT NULL REFERENCES jobs (seq) ON DELETE CASCADE,
    number        INTEGER NOT NULL,
    worker        TEXT    NOT NULL,
    started_at_ms INTEGER NOT NULL,
    ended_at_ms   INTEGER,
    outcome       TEXT,
    -- The state that its end brought the job to: the answer when the same end is told twice.
    led_to        TEXT,
    failure       TEXT
) STRICT;
CREATE INDEX attempts_by_job ON attempts (job, seq);
CREATE INDEX attempts_open ON attempts (job) WHERE ended_at_ms IS NULL;

CREATE TABLE results (
    job       INTEGER PRIMARY KEY REFERENCES jobs (seq) ON DELETE CASCADE,
    artifacts TEXT    NOT NULL,
    report    TEXT    NOT NULL
) STRICT;

-- Which artifacts a job names, so that the others can be collected.
CREATE TABLE names (
    sha256 TEXT    NOT NULL,
    job    INTEGER NOT NULL REFERENCES jobs (seq) ON DELETE CASCADE,
    made   INTEGER NOT NULL,
    PRIMARY KEY (sha256, job, made)
) STRICT, WITHOUT ROWID;
CREATE INDEX names_by_job ON names (job);

CREATE TABLE workers (
    name          TEXT    PRIMARY KEY NOT NULL,
    host          TEXT    NOT NULL,
    pid           INTEGER NOT NULL,
    incarnation   TEXT,
    queues        TEXT    NOT NULL,
    slots         INTEGER NOT NULL,
    version       TEXT    NOT NULL,
    started_at_ms INTEGER NOT NULL,
    heard_at_ms   INTEGER NOT NULL,
    heard_boot    TEXT    NOT NULL,
    -- Milliseconds since that boot.
    heard_boot_ms INTEGER NOT NULL,
    -- 0 no, 1 drain, 2 at once.
    stop_asked    INTEGER NOT NULL DEFAULT 0,
    finished      INTEGER NOT NULL DEFAULT 0,
    failed        INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Paused queues; `*` stands for all.
CREATE TABLE pauses (
    queue TEXT PRIMARY KEY NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    seq   INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    kind  TEXT    NOT NULL,
    name  TEXT    NOT NULL,
    state TEXT
) STRICT;

CREATE TABLE audit (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms  INTEGER NOT NULL,
    actor  TEXT    NOT NULL,
    action TEXT    NOT NULL,
    job    TEXT,
    detail TEXT
) STRICT;
CREATE INDEX audit_by_job ON audit (job, seq);
