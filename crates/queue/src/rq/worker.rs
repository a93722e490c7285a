use super::{RawHash, time};

/// A worker, as hash `worker` has it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RqWorker {
    /// From its key.
    pub name: String,
    /// Milliseconds since 1970.
    pub birth_ms: Option<i64>,
    /// Milliseconds since 1970.
    pub last_heartbeat_ms: Option<i64>,
    /// Queues in its order.
    pub queues: Vec<String>,
    /// Process id on its host.
    pub pid: Option<u32>,
    /// Name of its computer.
    pub hostname: String,
    /// Address and port of its connection, as the server saw it.
    pub ip_address: String,
    /// Version of RQ, or of Penstock.
    pub version: String,
    /// Empty for ours.
    pub python_version: String,
    /// `started`, `idle`, `busy` or `suspended`.
    pub state: String,
    /// Jobs that returned.
    pub successful_job_count: u64,
    /// Attempts that failed.
    pub failed_job_count: u64,
    /// Seconds spent in jobs.
    pub total_working_time_s: f64,
    /// Before RQ 3; from then on, see the set of its executions.
    pub current_job: Option<String>,
    /// When somebody asked it to stop.
    pub shutdown_requested_ms: Option<i64>,
    /// When it ended; a name is taken while its hash has none.
    pub death_ms: Option<i64>,
    /// Ours: fields `x_penstock_…`.
    pub extra: Vec<(String, Vec<u8>)>,
}

impl RqWorker {
    /// Reads the hash of a worker; what cannot be understood counts as missing.
    #[must_use]
    pub fn read(name: &str, hash: &RawHash) -> Self {
        let text = |field: &str| {
            hash.get(field).map(String::from_utf8_lossy).map(std::borrow::Cow::into_owned).unwrap_or_default()
        };
        let time = |field: &str| time::read(hash.get(field)?);
        let ours = |(name, value): &(Vec<u8>, Vec<u8>)| {
            let name = std::str::from_utf8(name).ok().filter(|name| name.starts_with("x_penstock_"))?;
            Some((name.to_owned(), value.clone()))
        };
        Self {
            name: name.to_owned(),
            birth_ms: time("birth"),
            last_heartbeat_ms: time("last_heartbeat"),
            queues: text("queues").split(',').filter(|queue| !queue.is_empty()).map(str::to_owned).collect(),
            pid: text("pid").parse().ok(),
            hostname: text("hostname"),
            ip_address: text("ip_address"),
            version: text("version"),
            python_version: text("python_version"),
            state: text("state"),
            successful_job_count: text("successful_job_count").parse().unwrap_or(0),
            failed_job_count: text("failed_job_count").parse().unwrap_or(0),
            total_working_time_s: text("total_working_time")
                .parse()
                .ok()
                .filter(|seconds: &f64| seconds.is_finite())
                .unwrap_or(0.0),
            current_job: Some(text("current_job")).filter(|job| !job.is_empty()),
            shutdown_requested_ms: time("shutdown_requested_date"),
            death_ms: time("death"),
            extra: hash.0.iter().filter_map(ours).collect(),
        }
    }

    /// What a worker writes at its birth, counts left out: RQ starts them by adding.
    #[must_use]
    pub fn birth_fields(&self) -> Vec<(String, Vec<u8>)> {
        let time = |ms: Option<i64>| ms.map(time::write).unwrap_or_default();
        let mut fields: Vec<(String, Vec<u8>)> = [
            ("birth", time(self.birth_ms)),
            ("last_heartbeat", time(self.last_heartbeat_ms)),
            ("queues", self.queues.join(",")),
            ("pid", self.pid.map(|pid| pid.to_string()).unwrap_or_default()),
            ("hostname", self.hostname.clone()),
            ("ip_address", self.ip_address.clone()),
            ("version", self.version.clone()),
            ("python_version", self.python_version.clone()),
            ("state", self.state.clone()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into_bytes()))
        .collect();
        fields.extend(self.extra.iter().cloned());
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_of_rq_is_read() {
        let hash: RawHash = [
            ("birth", "2026-11-22T13:28:05.271898Z"),
            ("last_heartbeat", "2026-11-22T13:28:06Z"),
            ("queues", "default,low"),
            ("pid", "7142"),
            ("hostname", "vm"),
            ("ip_address", "127.0.0.1:56716"),
            ("version", "2.12.0"),
            ("python_version", "3.11.7 (main)"),
            ("state", "busy"),
            ("current_job", "ok1"),
            ("failed_job_count", "a lot"),
            ("total_working_time", "inf"),
        ]
        .into_iter()
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
        let worker = RqWorker::read("w1", &hash);
        assert_eq!(worker.queues, ["default", "low"]);
        assert_eq!(worker.birth_ms, Some(1_795_354_085_271));
        assert_eq!((worker.pid, worker.current_job.as_deref()), (Some(7142), Some("ok1")));
        assert_eq!((worker.failed_job_count, worker.total_working_time_s), (0, 0.0));
        let again: RawHash =
            worker.birth_fields().into_iter().map(|(name, value)| (name.into_bytes(), value)).collect();
        let again = RqWorker::read("w1", &again);
        assert_eq!((again.queues, again.state), (worker.queues, worker.state));
    }
}
