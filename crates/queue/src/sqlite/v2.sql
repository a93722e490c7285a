-- Version 2 of the embedded store: jobs that were submitted together.

CREATE TABLE batches (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT    NOT NULL UNIQUE,
    label         TEXT    NOT NULL,
    created_at_ms INTEGER NOT NULL
) STRICT;

ALTER TABLE jobs ADD COLUMN batch INTEGER REFERENCES batches (seq);
CREATE INDEX jobs_by_batch ON jobs (batch) WHERE batch IS NOT NULL;

-- A batch lives as long as one of its jobs.
CREATE TRIGGER jobs_leave_their_batch AFTER DELETE ON jobs WHEN old.batch IS NOT NULL BEGIN
    DELETE FROM batches
        WHERE seq = old.batch AND NOT EXISTS (SELECT 1 FROM jobs WHERE batch = old.batch);
END;
