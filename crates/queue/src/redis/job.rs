//! From the hash of a job to a [`Job`].

use super::calls::{self, Task, UNREADABLE};
use super::words::state_of;
use crate::rq::pickle::Value;
use crate::rq::{RawHash, RqJob, read_meta};
use penstock_jobs::{ArtifactRef, Job, JobId, JobState, Progress, Retry};
use serde::de::DeserializeOwned;
use serde_json::json;

/// RQ's defaults, in seconds.
const TIMEOUT_S: u64 = 180;
const RESULT_TTL_S: u64 = 500;
const FAILURE_TTL_S: u64 = 31_536_000;
/// What stands for "no limit": a year.
const NO_LIMIT_S: u64 = 31_536_000;
/// Longest label made from a description, in characters.
const LABEL_CHARS: usize = 120;

/// A job and what only a store asks of it.
pub(super) struct Read {
    pub(super) job: Job,
    pub(super) rq: RqJob,
    /// Why no worker may have it.
    pub(super) unfit: Option<String>,
}

/// Reads a job; what cannot be understood is shown as such.
pub(super) fn read(id: &str, hash: &RawHash) -> Read {
    let mut rq = RqJob::read(id, hash);
    let ours = Fields(hash);
    let (task, unfit) = match calls::task_of(&rq) {
        Ok(task) => (task, rq.problems.first().cloned()),
        Err(reason) => match ours.number("x_penstock_data_bytes") {
            Some(bytes) => {
                rq.data_bytes = bytes;
                let reason = "its arguments are too long for a list";
                (unreadable(&rq, reason), Some(reason.to_owned()))
            }
            None => (unreadable(&rq, &reason), Some(reason)),
        },
    };
    let Task { name, params, inputs } = task;
    // What was read is not needed twice.
    if let Ok(call) = &mut rq.call {
        call.args.clear();
    }
    let state = state_of(rq.status, hash.get("x_penstock_state"));
    let inputs: Vec<ArtifactRef> = ours.json("x_penstock_inputs").unwrap_or(inputs);
    let label = ours.text("x_penstock_label").unwrap_or_else(|| label_of(&rq, &inputs, &name));
    let job = Job {
        id: JobId::from(id),
        label,
        task_version: ours.number("x_penstock_version").unwrap_or(1),
        params,
        inputs,
        task: name,
        queue: rq.origin.clone(),
        state,
        attempt: ours.number("x_penstock_attempt").unwrap_or_else(|| u32::from(rq.started_at_ms.is_some())),
        attempts_finished: u32::from(state == JobState::Finished),
        retry: ours.json("x_penstock_retry").unwrap_or_else(|| Retry {
            max: rq.retries_left.unwrap_or(0),
            intervals_s: rq.retry_intervals_s.clone().unwrap_or_default(),
        }),
        timeout_s: seconds(rq.timeout_s, TIMEOUT_S).unwrap_or(NO_LIMIT_S),
        result_ttl_s: seconds(rq.result_ttl_s, RESULT_TTL_S),
        failure_ttl_s: seconds(rq.failure_ttl_s, FAILURE_TTL_S),
        idempotency_key: ours.text("x_penstock_key"),
        after: rq.dependency_ids.iter().map(|id| JobId::from(id.as_str())).collect(),
        rerun_after_crash: !ours.is("x_penstock_rerun", b"0"),
        cancel_requested: ours.is("x_penstock_cancel", b"1"),
        waits_for: None,
        worker: rq.worker_name.clone(),
        progress: if state == JobState::Running { progress(&rq, &ours) } else { None },
        created_at_ms: rq.created_at_ms.unwrap_or_default(),
        not_before_ms: if state.is_final() { None } else { ours.number("x_penstock_due") },
        started_at_ms: rq.started_at_ms,
        ended_at_ms: rq.ended_at_ms.filter(|_| state.is_final()),
        failure: ours.json("x_penstock_failure"),
        artifacts: ours.json("x_penstock_artifacts").unwrap_or_default(),
        expired: ours.is("x_penstock_expired", b"1"),
        batch: ours.json("x_penstock_batch"),
    };
    Read { job, rq, unfit }
}

fn unreadable(rq: &RqJob, reason: &str) -> Task {
    let params = json!({"reason": reason, "bytes": rq.data_bytes});
    Task { name: UNREADABLE.to_owned(), params, inputs: Vec::new() }
}

fn label_of(rq: &RqJob, inputs: &[ArtifactRef], task: &str) -> String {
    let text = match inputs.first() {
        Some(input) => &input.name,
        None if rq.description.is_empty() => task,
        None => &rq.description,
    };
    text.chars().take(LABEL_CHARS).collect()
}

/// A duration of RQ's: its default where none is said, none for −1.
fn seconds(said: Option<i64>, default: u64) -> Option<u64> {
    said.map_or(Some(default), |seconds| u64::try_from(seconds).ok())
}

fn progress(rq: &RqJob, ours: &Fields<'_>) -> Option<Progress> {
    ours.json("x_penstock_progress").or_else(|| {
        let meta = Value::Dict(read_meta(rq.meta.as_deref()?).ok()?);
        let stage = meta.get("stage").and_then(Value::as_text).unwrap_or_default().to_owned();
        let fraction = match meta.get("progress") {
            Some(Value::Float(fraction)) => Some(*fraction),
            Some(Value::Int(whole @ 0..=1)) => Some(*whole as f64),
            _ => None,
        };
        let fraction = fraction.filter(|fraction| (0.0..=1.0).contains(fraction));
        if fraction.is_none() && stage.is_empty() {
            return None;
        }
        Some(Progress { stage, fraction, at_ms: rq.last_heartbeat_ms.or(rq.started_at_ms)? })
    })
}

/// Fields of ours; what cannot be read counts as missing, since anybody may write them.
struct Fields<'a>(&'a RawHash);

impl Fields<'_> {
    fn text(&self, name: &str) -> Option<String> {
        Some(String::from_utf8_lossy(self.0.get(name)?).into_owned())
    }

    fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        std::str::from_utf8(self.0.get(name)?).ok()?.parse().ok()
    }

    fn json<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_slice(self.0.get(name)?).ok()
    }

    fn is(&self, name: &str, value: &[u8]) -> bool {
        self.0.get(name) == Some(value)
    }
}
