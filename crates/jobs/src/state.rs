//! The state machine of a job.
//!
//! ```text
//!  held ──release──▶ scheduled ──due──▶ queued ──claim──▶ running ──finish──▶ finished
//!                    deferred ──ready──▶   ▲                 │ ├──────fail──▶ failed
//!                    retrying ──due────────┤ ◀──interrupt────┤ ├────cancel──▶ cancelled
//!                        ▲                 └─────lose────────┤ ├──────poison─▶ quarantined
//!                        └────────────retry later────────────┘ └─────────ask─▶ held
//!  failed, cancelled, finished, quarantined ──retry by a person──▶ queued
//! ```

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;

/// Where a job stands.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Kept in the outbox for a store that is away, or until a person lets it go: as submitted, or because
    /// it must not run twice and something broke while it ran.
    Held,
    /// Waits for a time.
    Scheduled,
    /// Waits for another job.
    Deferred,
    /// Ready; waits for a worker.
    Queued,
    /// A worker holds it under a lease.
    Running,
    /// Failed; waits for its next attempt.
    Retrying,
    /// Its result is there.
    Finished,
    /// Will not be tried again by itself.
    Failed,
    /// A person stopped it.
    Cancelled,
    /// It kills those who run it; only a person may try it again.
    Quarantined,
}

impl JobState {
    /// Every state, in the order in which lists show them.
    pub const ALL: [Self; 10] = [
        Self::Held,
        Self::Scheduled,
        Self::Deferred,
        Self::Queued,
        Self::Running,
        Self::Retrying,
        Self::Finished,
        Self::Failed,
        Self::Cancelled,
        Self::Quarantined,
    ];

    /// Nothing happens to it any more unless a person acts.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Finished | Self::Failed | Self::Cancelled | Self::Quarantined)
    }

    /// The word on every wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Scheduled => "scheduled",
            Self::Deferred => "deferred",
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Retrying => "retrying",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Quarantined => "quarantined",
        }
    }

    /// The state with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

impl fmt::Display for JobState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What can happen to a job.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Its time came, its dependencies finished, or it left the outbox.
    Ready,
    /// It left the outbox, and its time has not come.
    Wait,
    /// It left the outbox, and another job must finish first.
    Depend,
    /// A worker took it.
    Claim,
    /// Its attempt finished.
    Finish,
    /// Its attempt failed for good, or a job that it waits for did.
    Fail,
    /// Its attempt failed and another follows later.
    RetryLater,
    /// Its attempt failed and another follows at once, or its worker died, or gave it back.
    PutBack,
    /// It has killed too many children or seen too many workers die.
    Quarantine,
    /// Its attempt broke off, nobody knows how far it came, and it must not be done twice: a person decides.
    Ask,
    /// A person stopped it.
    Cancel,
    /// A person wants it again.
    RetryByHand,
    /// A person changes its place or its queue; the state stays.
    Move,
    /// It leaves the store; what is returned is the last state it has.
    Delete,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 14] = [
        Self::Ready,
        Self::Wait,
        Self::Depend,
        Self::Claim,
        Self::Finish,
        Self::Fail,
        Self::RetryLater,
        Self::PutBack,
        Self::Quarantine,
        Self::Ask,
        Self::Cancel,
        Self::RetryByHand,
        Self::Move,
        Self::Delete,
    ];
}

/// A step that the state does not allow: "not now", as opposed to "broken".
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a {from} job cannot do that ({step:?})")]
pub struct IllegalTransition {
    /// Where the job stood.
    pub from: JobState,
    /// What was asked.
    pub step: Step,
}

/// The state that follows. All stores ask here and nowhere else.
///
/// # Errors
/// [`IllegalTransition`] when the state does not allow the step.
pub fn next(from: JobState, step: Step) -> Result<JobState, IllegalTransition> {
    use JobState as S;
    let to = match (from, step) {
        (S::Held | S::Scheduled | S::Deferred | S::Retrying, Step::Ready) => S::Queued,
        (S::Held, Step::Wait) => S::Scheduled,
        (S::Held | S::Scheduled, Step::Depend) => S::Deferred,
        (S::Deferred, Step::Wait) => S::Scheduled,
        (S::Queued, Step::Claim) => S::Running,
        (S::Running, Step::Finish) => S::Finished,
        (S::Running | S::Deferred, Step::Fail) => S::Failed,
        (S::Running, Step::RetryLater) => S::Retrying,
        (S::Running, Step::PutBack) => S::Queued,
        (S::Running, Step::Quarantine) => S::Quarantined,
        (S::Running, Step::Ask) => S::Held,
        (from, Step::Cancel) if !from.is_final() => S::Cancelled,
        (from, Step::RetryByHand) if from.is_final() => S::Queued,
        (from, Step::Move) if !from.is_final() && from != S::Running => from,
        (from, Step::Delete) if from != S::Running => from,
        (from, step) => return Err(IllegalTransition { from, step }),
    };
    Ok(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_person_leaves_a_final_state() {
        for from in JobState::ALL.into_iter().filter(|state| state.is_final()) {
            for step in Step::ALL {
                let by_a_person = matches!(step, Step::RetryByHand | Step::Delete);
                assert_eq!(next(from, step).is_ok(), by_a_person, "{from} {step:?}");
            }
        }
    }

    #[test]
    fn a_running_job_is_neither_moved_nor_deleted() {
        for from in JobState::ALL {
            assert_eq!(next(from, Step::Delete).is_ok(), from != JobState::Running, "{from}");
            let waits = !from.is_final() && from != JobState::Running;
            assert_eq!(
                next(from, Step::Move),
                if waits {
                    Ok(from)
                } else {
                    next(JobState::Running, Step::Move).map_err(|error| IllegalTransition { from, ..error })
                }
            );
        }
    }

    #[test]
    fn only_a_queued_job_is_claimed_and_only_a_running_one_finishes() {
        for from in JobState::ALL {
            assert_eq!(next(from, Step::Claim).is_ok(), from == JobState::Queued, "{from}");
            assert_eq!(next(from, Step::Finish).is_ok(), from == JobState::Running, "{from}");
        }
    }

    #[test]
    fn every_state_that_is_not_final_can_reach_an_end() {
        for from in JobState::ALL.into_iter().filter(|state| !state.is_final()) {
            assert_eq!(next(from, Step::Cancel), Ok(JobState::Cancelled));
        }
    }

    #[test]
    fn words_read_back() {
        for state in JobState::ALL {
            assert_eq!(JobState::parse(state.as_str()), Some(state));
        }
        assert_eq!(JobState::parse("done"), None);
    }
}
