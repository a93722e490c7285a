//! The runs of a job: ours as we wrote them down, Python's as far as its results tell.

use super::RedisStore;
use super::answer;
use crate::rq::pickle::Value as Plain;
use crate::rq::result::{self, Kind, Outcome};
use crate::rq::{Keys, RawHash};
use penstock_jobs::{Attempt, AttemptOutcome, Failure, FailureClass, JobId, JobState, StoreError};
use redis::Value;
use serde::Deserialize;

/// An attempt as the scripts write it.
#[derive(Deserialize)]
struct Record {
    number: u32,
    worker: String,
    started_at_ms: i64,
    #[serde(default)]
    ended_at_ms: Option<i64>,
    #[serde(default)]
    outcome: Option<AttemptOutcome>,
    #[serde(default)]
    failure: Option<Failure>,
    #[serde(default)]
    order: u64,
}

/// Where the scripts keep them.
pub(super) fn key(keys: &Keys, job: &str) -> String {
    keys.ours(&format!("attempts:{job}"))
}

impl RedisStore {
    pub(super) async fn attempts_of(&self, id: &JobId) -> Result<Vec<Attempt>, StoreError> {
        let keys = self.keys();
        let mut pipe = redis::pipe();
        pipe.exists(keys.job(id.as_str()));
        pipe.hgetall(key(keys, id.as_str()));
        pipe.cmd("XRANGE").arg(keys.results(id.as_str())).arg("-").arg("+").arg("COUNT").arg(100);
        let (there, records, results): (bool, Value, Value) = self.link.pipe(&pipe).await?;
        if !there {
            return Err(StoreError::NoSuchJob(id.clone()));
        }
        let mut attempts: Vec<(u64, Attempt)> = ours(id, &answer::hash(&records)?);
        for (at_ms, outcome) in outcomes(&results) {
            let known = |execution: &String| attempts.iter().any(|(_, one)| one.id.as_str() == execution);
            let execution = outcome.execution_id.clone().filter(|_| !outcome.worker_name.is_empty());
            // An end without a run: a job that waited for one that failed, or that nobody could read.
            let Some(execution) = execution else { continue };
            if !known(&execution) {
                let number = u32::try_from(attempts.len() + 1).unwrap_or(u32::MAX);
                attempts.push((u64::MAX, theirs(id, execution, number, at_ms, outcome)));
            }
        }
        attempts.sort_by_key(|(order, attempt)| (attempt.started_at_ms, *order));
        Ok(attempts.into_iter().map(|(_, attempt)| attempt).collect())
    }

    /// What a finished job returned, without its files.
    pub(super) async fn report_of(&self, id: &JobId) -> Result<Option<serde_json::Value>, StoreError> {
        let read = self.read_jobs(std::slice::from_ref(id)).await?.pop().flatten();
        let read = read.ok_or_else(|| StoreError::NoSuchJob(id.clone()))?;
        if read.job.state != JobState::Finished {
            return Ok(None);
        }
        let mut newest = redis::cmd("XREVRANGE");
        newest.arg(self.keys().results(id.as_str())).arg("+").arg("-").arg("COUNT").arg(1);
        let newest: Value = self.link.run(&newest).await?;
        let outcome = outcomes(&newest).into_iter().next().map(|(_, outcome)| outcome);
        Ok(
            match outcome
                .filter(|outcome| outcome.kind == Some(Kind::Successful))
                .and_then(|one| one.return_value)
            {
                None => None,
                Some(Ok(value)) => Some(without_files(value).to_shown_json()),
                Some(Err(why)) => Some(serde_json::json!({"unreadable": why.to_string()})),
            },
        )
    }
}

fn without_files(value: Plain) -> Plain {
    match value {
        Plain::Dict(pairs) => {
            Plain::Dict(pairs.into_iter().filter(|(key, _)| key.as_text() != Some("artifacts")).collect())
        }
        other => other,
    }
}

fn ours(id: &JobId, records: &RawHash) -> Vec<(u64, Attempt)> {
    let read = |(execution, record): &(Vec<u8>, Vec<u8>)| {
        let record: Record = serde_json::from_slice(record).ok()?;
        let attempt = Attempt {
            id: String::from_utf8_lossy(execution).into_owned().into(),
            job: id.clone(),
            number: record.number,
            worker: record.worker,
            started_at_ms: record.started_at_ms,
            ended_at_ms: record.ended_at_ms,
            outcome: record.outcome,
            failure: record.failure,
        };
        Some((record.order, attempt))
    };
    records.0.iter().filter_map(read).collect()
}

fn theirs(id: &JobId, execution: String, number: u32, at_ms: i64, outcome: Outcome) -> Attempt {
    let well = outcome.kind == Some(Kind::Successful);
    Attempt {
        id: execution.into(),
        job: id.clone(),
        number,
        worker: outcome.worker_name,
        started_at_ms: outcome.started_at_ms.unwrap_or(at_ms),
        ended_at_ms: Some(outcome.ended_at_ms.unwrap_or(at_ms)),
        outcome: Some(if well { AttemptOutcome::Finished } else { AttemptOutcome::Failed }),
        failure: outcome.exc_text.as_deref().map(failure_of),
    }
}

/// Entries of a stream of results with their time in milliseconds since 1970.
pub(super) fn outcomes(entries: &Value) -> Vec<(i64, Outcome)> {
    let Value::Array(entries) = entries else { return Vec::new() };
    let read = |entry: &Value| {
        let Value::Array(parts) = entry else { return None };
        let [id, fields] = parts.as_slice() else { return None };
        let at_ms = answer::text(id)?.split_once('-')?.0.parse().ok()?;
        Some((at_ms, result::read(&answer::hash(fields).ok()?.0)))
    };
    entries.iter().filter_map(read).collect()
}

/// A traceback as a failure: its last line is the title.
pub(super) fn failure_of(text: &str) -> Failure {
    let last =
        text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("It failed without a word").trim();
    let class = if last.contains("JobTimeoutException") {
        FailureClass::Timeout
    } else if last.contains("AbandonedJobError") {
        FailureClass::WorkerLost
    } else if last.starts_with("Work-horse terminated unexpectedly") {
        FailureClass::Crash
    } else {
        FailureClass::Task
    };
    Failure::new(class, last.chars().take(300).collect::<String>()).detail(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_of_a_traceback_is_what_happened() {
        let failure =
            failure_of("Traceback (most recent call last):\n  File \"a.py\"\nValueError: no pen\n\n");
        assert_eq!((failure.class, failure.title.as_str()), (FailureClass::Task, "ValueError: no pen"));
        assert!(failure.detail.unwrap().starts_with("Traceback"));
        let late = "rq.timeouts.JobTimeoutException: Task exceeded maximum timeout value (2 seconds)";
        assert_eq!(failure_of(late).class, FailureClass::Timeout);
        assert!(!failure_of("").title.is_empty());
    }
}
