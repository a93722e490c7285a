-- Version 3 of the embedded store: a search that need not read every job.

-- Any three letters that stand side by side in what a search looks at, and which jobs have them. Not where:
-- whether a word stands there is for the query to see.
CREATE VIRTUAL TABLE trigrams USING fts5 (
    haystack, content = '', contentless_delete = 1, detail = 'none', tokenize = 'trigram case_sensitive 1'
);

CREATE TRIGGER jobs_can_be_found AFTER INSERT ON jobs BEGIN
    INSERT INTO trigrams (rowid, haystack) VALUES (new.seq, new.haystack);
END;
CREATE TRIGGER jobs_are_found_otherwise AFTER UPDATE OF haystack ON jobs
    WHEN old.haystack <> new.haystack BEGIN
    UPDATE trigrams SET haystack = new.haystack WHERE rowid = new.seq;
END;
CREATE TRIGGER jobs_are_found_no_more AFTER DELETE ON jobs BEGIN
    DELETE FROM trigrams WHERE rowid = old.seq;
END;

INSERT INTO trigrams (rowid, haystack) SELECT seq, haystack FROM jobs;
