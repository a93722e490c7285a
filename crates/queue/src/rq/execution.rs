use super::{RawHash, time};

/// One attempt that runs, as hash `execution` has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RqExecution {
    /// 32 hex digits.
    pub id: String,
    /// Its job. RQ 2 leaves it out.
    pub job_id: String,
    /// Milliseconds since 1970.
    pub created_at_ms: i64,
    /// Milliseconds since 1970.
    pub last_heartbeat_ms: i64,
    /// Empty where RQ before 2.11 wrote it.
    pub worker_name: String,
}

impl RqExecution {
    /// From its hash; none without the two times, which RQ's own readers need too.
    #[must_use]
    pub fn read(job_id: &str, id: &str, hash: &RawHash) -> Option<Self> {
        let time = |name: &str| time::read_seconds(hash.get(name)?);
        let worker = hash.get("worker_name").map(String::from_utf8_lossy);
        Some(Self {
            id: id.to_owned(),
            job_id: job_id.to_owned(),
            created_at_ms: time("created_at")?,
            last_heartbeat_ms: time("last_heartbeat")?,
            worker_name: worker.unwrap_or_default().into_owned(),
        })
    }

    /// What to write into the hash.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("id", self.id.clone()),
            ("job_id", self.job_id.clone()),
            ("created_at", time::write_seconds(self.created_at_ms)),
            ("last_heartbeat", time::write_seconds(self.last_heartbeat_ms)),
            ("worker_name", self.worker_name.clone()),
        ]
    }
}
