/// RQ's word for where a job stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Status {
    /// Made, in no queue.
    Created,
    /// In a queue's list.
    Queued,
    /// A worker runs it.
    Started,
    /// It returned.
    Finished,
    /// It raised, or its worker died.
    Failed,
    /// A person stopped it while it ran; RQ files it with the failed.
    Stopped,
    /// A person cancelled it.
    Canceled,
    /// It waits for other jobs.
    Deferred,
    /// It waits for a time.
    Scheduled,
    /// RQ 3: waits for a slot. Older readers die of the word: read, never written.
    RateLimited,
    /// RQ 3: its parents are done, nobody pushed it yet. Read, never written, as above.
    ReadyToEnqueue,
}

/// Every status with its word.
const WORDS: [(Status, &str); 11] = [
    (Status::Created, "created"),
    (Status::Queued, "queued"),
    (Status::Started, "started"),
    (Status::Finished, "finished"),
    (Status::Failed, "failed"),
    (Status::Stopped, "stopped"),
    (Status::Canceled, "canceled"),
    (Status::Deferred, "deferred"),
    (Status::Scheduled, "scheduled"),
    (Status::RateLimited, "rate_limited"),
    (Status::ReadyToEnqueue, "ready_to_enqueue"),
];

impl Status {
    /// The word in field `status`.
    #[must_use]
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(status, _)| *status == self).map_or("created", |(_, word)| word)
    }

    /// From the word; none for one that no RQ writes.
    #[must_use]
    pub fn read(word: &[u8]) -> Option<Self> {
        WORDS.iter().find(|(_, known)| known.as_bytes() == word).map(|(status, _)| *status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_as_what_it_was_written_for() {
        for (status, word) in WORDS {
            assert_eq!(status.word(), word);
            assert_eq!(Status::read(word.as_bytes()), Some(status));
        }
        assert_eq!(Status::read(b"Queued"), None);
        assert_eq!(Status::read(b""), None);
    }
}
