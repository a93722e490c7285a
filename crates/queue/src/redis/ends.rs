//! How an attempt ends.

use super::RedisStore;
use super::answer::{self, odd};
use super::calls;
use super::claim::{self, Settled};
use super::scripts::{Args, FAIL, FINISH, FINISH_AND_CLAIM, STOP};
use crate::reasons::{broke_off, worker_stopped};
use crate::rq::pickle::Value as Plain;
use crate::rq::result;
use penstock_jobs::{Claim, ClaimRequest, Completion, Failure, FailureClass, JobState, Lease, StoreError};
use redis::Value;
use serde_json::Value as Json;

/// A late writer.
pub(super) fn not_yours(lease: &Lease) -> StoreError {
    StoreError::NotYours(lease.job.clone())
}

/// A failure in JSON, as the hash keeps it.
pub(super) fn to_json(failure: &Failure) -> Result<String, StoreError> {
    serde_json::to_string(failure).map_err(|error| StoreError::Invalid(error.to_string()))
}

/// A failure as RQ stores it: text whose last line is `Type: message`.
pub(super) fn to_text(failure: &Failure) -> String {
    let kind = match failure.class {
        FailureClass::BadInput => "BadInput",
        FailureClass::Task => "TaskError",
        FailureClass::Timeout => "JobTimeoutException",
        FailureClass::Limit => "LimitExceeded",
        FailureClass::Crash => "WorkHorseTerminated",
        FailureClass::WorkerLost => "AbandonedJobError",
        FailureClass::UnknownTask => "UnknownTask",
        FailureClass::Server => "ServerError",
    };
    let before = [&failure.detail, &failure.advice].into_iter().flatten();
    let mut text: String = before.flat_map(|part| [part.as_str(), "\n"]).collect();
    text.push_str(kind);
    text.push_str(": ");
    text.push_str(&failure.title.replace('\n', " "));
    result::write_failure(&text)
}

/// The end was written; that there is no next job is for the next claim to explain.
fn none_taken(error: &StoreError) -> Option<Claim> {
    tracing::debug!(%error, "no job was taken after an end");
    None
}

impl RedisStore {
    /// The attempt finished.
    pub(super) async fn say_finished(&self, lease: &Lease, done: &Completion) -> Result<(), StoreError> {
        let word: String = self.call(&FINISH, self.finish_args(lease, done).await?).await?;
        self.serializers.forget(&lease.attempt);
        if word == "lost" { Err(not_yours(lease)) } else { Ok(()) }
    }

    /// The attempt finished, and the worker that asks takes its next job, all in one step. What cannot be run
    /// is failed as at any claim, and the next one is taken by itself.
    pub(super) async fn say_finished_and_take(
        &self,
        lease: &Lease,
        done: &Completion,
        request: &ClaimRequest,
    ) -> Result<Option<Claim>, StoreError> {
        let attempt = claim::fresh_attempt();
        let args = claim::request_args(self.finish_args(lease, done).await?, request, &attempt);
        let reply: Value = self.call(&FINISH_AND_CLAIM, args).await?;
        self.serializers.forget(&lease.attempt);
        if matches!(answer::parts(&reply)?, (word, []) if word == "lost") {
            return Err(not_yours(lease));
        }
        let taken = self.taken(&reply, &request.worker, attempt)?;
        Ok(match self.settle(taken).await {
            Ok(Settled::Claim(claim)) => Some(*claim),
            Ok(Settled::Nothing) => None,
            Ok(Settled::Unfit) => self.take(request).await.unwrap_or_else(|error| none_taken(&error)),
            Err(error) => none_taken(&error),
        })
    }

    async fn finish_args(&self, lease: &Lease, done: &Completion) -> Result<Args, StoreError> {
        let value = self.returned(lease, done).await?;
        let artifacts =
            serde_json::to_string(&done.artifacts).map_err(|error| StoreError::Invalid(error.to_string()))?;
        let mut hashes: Vec<&str> = done.artifacts.iter().map(|made| made.sha256.as_str()).collect();
        hashes.sort_unstable();
        hashes.dedup();
        Ok(self
            .args()
            .with(lease.job.as_str())
            .with(lease.attempt.as_str())
            .with(value.unwrap_or_default())
            .with(if done.artifacts.is_empty() { "" } else { &artifacts })
            .list(&hashes))
    }

    /// The report with its files, as Python will read it: in the serialiser of the job.
    async fn returned(&self, lease: &Lease, done: &Completion) -> Result<Option<String>, StoreError> {
        let value = match &done.report {
            Json::Object(report) => {
                let mut report = report.clone();
                if !done.artifacts.is_empty() {
                    report.insert("artifacts".to_owned(), calls::made(&done.artifacts));
                }
                Plain::from_json(&Json::Object(report))
            }
            other => Plain::from_json(other),
        };
        let serializer = self.serializer_of(lease).await?;
        Ok(result::write_return(&value, serializer))
    }

    /// The attempt failed; the state that this led to.
    pub(super) async fn say_failed(
        &self,
        lease: &Lease,
        failure: &Failure,
        child_died: bool,
    ) -> Result<JobState, StoreError> {
        let args = fail_args(self.args(), lease, failure, child_died)?;
        let reply: Value = self.call(&FAIL, args).await?;
        self.serializers.forget(&lease.attempt);
        match answer::parts(&reply)? {
            (_, [word]) => match answer::text(word).as_deref() {
                Some("lost") => Err(not_yours(lease)),
                Some(word) => answer::state(word),
                None => Err(odd(&reply)),
            },
            _ => Err(odd(&reply)),
        }
    }

    /// The child of a job that was asked to cancel is gone.
    pub(super) async fn say_cancelled(&self, lease: &Lease) -> Result<(), StoreError> {
        match self.stop(lease, "cancelled", "").await?.as_str() {
            "unasked" => Err(StoreError::Invalid(format!("nobody asked to cancel job {}", lease.job))),
            "lost" => Err(not_yours(lease)),
            _ => Ok(()),
        }
    }

    /// Gives a job back to the front of its queue, or to a person when it is done at most once.
    pub(super) async fn hand_back(&self, lease: &Lease) -> Result<(), StoreError> {
        let worker = self.worker_of(&lease.job).await?;
        let stopped = to_json(&broke_off(worker_stopped(&worker)))?;
        match self.stop(lease, "interrupted", &stopped).await?.as_str() {
            "lost" => Err(not_yours(lease)),
            _ => Ok(()),
        }
    }

    async fn stop(&self, lease: &Lease, outcome: &str, held: &str) -> Result<String, StoreError> {
        let args = self
            .args()
            .with(lease.job.as_str())
            .with(lease.attempt.as_str())
            .with(outcome)
            .with(result::write_failure(result::STOPPED))
            .with(held);
        let word = self.call(&STOP, args).await?;
        self.serializers.forget(&lease.attempt);
        Ok(word)
    }
}

/// The arguments of the script `fail`.
pub(super) fn fail_args(
    args: Args,
    lease: &Lease,
    failure: &Failure,
    child_died: bool,
) -> Result<Args, StoreError> {
    let poison = poison(failure);
    Ok(args
        .with(lease.job.as_str())
        .with(lease.attempt.as_str())
        .with(to_json(failure)?)
        .with(to_text(failure))
        .flag(child_died)
        .flag(failure.class.worth_retrying())
        .flag(failure.class.broke_off())
        .with(to_json(&poison)?)
        .with(to_text(&poison))
        .with(to_json(&broke_off(failure.clone()))?))
}

/// What a job is set aside with, should this be the third dead child. The script counts.
fn poison(last: &Failure) -> Failure {
    let quarantined =
        Failure::new(last.class, format!("Set aside: its process died 3 times. {}", last.title))
            .advise("Look at the input and the parameters before you retry it");
    match &last.detail {
        Some(detail) => quarantined.detail(detail),
        None => quarantined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_failure_ends_in_type_and_message() {
        let failure =
            Failure::new(FailureClass::Task, "The pen\nran dry").advise("Fill it").detail("exit status 1");
        let fields = [(b"exc_string".to_vec(), to_text(&failure).into_bytes())];
        let text = result::read(&fields).exc_text.unwrap();
        assert_eq!(text, "exit status 1\nFill it\nTaskError: The pen ran dry");
    }
}
