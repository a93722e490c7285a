//! RQ's words for states, and ours.
//!
//! RQ has a word for each of our states but three, which a mark in a field of ours tells apart. The mark
//! counts only under its own word: when a Python tool moves such a job on, it leaves the mark behind.
//! The scripts know the same as `lua/states.lua`, which is written from here.

use crate::rq::Status;
use penstock_jobs::JobState;

/// RQ's word for a state.
pub(super) fn status_of(state: JobState) -> Status {
    match state {
        JobState::Held => Status::Created,
        JobState::Scheduled | JobState::Retrying => Status::Scheduled,
        JobState::Deferred => Status::Deferred,
        JobState::Queued => Status::Queued,
        JobState::Running => Status::Started,
        JobState::Finished => Status::Finished,
        JobState::Failed | JobState::Quarantined => Status::Failed,
        JobState::Cancelled => Status::Canceled,
    }
}

/// The state that a word and a mark say. No word, or one that no RQ writes, counts as queued: whoever
/// takes the job finds out.
pub(super) fn state_of(status: Option<Status>, mark: Option<&[u8]>) -> JobState {
    let marked = mark
        .and_then(|mark| JobState::parse(std::str::from_utf8(mark).ok()?))
        .filter(|state| MARKED.contains(state) && Some(status_of(*state)) == status);
    marked.unwrap_or_else(|| status.map_or(JobState::Queued, usual))
}

/// States that share their word with another one.
const MARKED: [JobState; 3] = [JobState::Held, JobState::Retrying, JobState::Quarantined];

fn usual(status: Status) -> JobState {
    match status {
        Status::Created => JobState::Held,
        Status::Queued => JobState::Queued,
        Status::Started => JobState::Running,
        Status::Finished => JobState::Finished,
        Status::Failed => JobState::Failed,
        Status::Stopped | Status::Canceled => JobState::Cancelled,
        // RQ 3 waits with a job for a slot or for its turn: to us it is one that waits for others.
        Status::Deferred | Status::RateLimited | Status::ReadyToEnqueue => JobState::Deferred,
        Status::Scheduled => JobState::Scheduled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use penstock_jobs::{Step, state};
    use std::fmt::Write;

    const STATUSES: [Status; 11] = [
        Status::Created,
        Status::Queued,
        Status::Started,
        Status::Finished,
        Status::Failed,
        Status::Stopped,
        Status::Canceled,
        Status::Deferred,
        Status::Scheduled,
        Status::RateLimited,
        Status::ReadyToEnqueue,
    ];

    /// The table of states as the scripts have it.
    fn lua() -> String {
        let mut out = String::from(
            "-- Which state follows which, and RQ's words for them. Written by the test of words.rs from\n\
             -- penstock_jobs::state::next: change it there.\n\n\
             -- A table for each step, made when it is asked for: every script begins with all of this.\n\
             local function next_of(step)\n",
        );
        for step in Step::ALL {
            let pairs: Vec<String> = JobState::ALL
                .into_iter()
                .filter_map(|from| Some(format!("{from} = '{}'", state::next(from, step).ok()?)))
                .collect();
            writeln!(out, "  if step == '{step:?}' then return {{ {} }} end", pairs.join(", ")).unwrap();
        }
        let table = |name: &str, pairs: Vec<String>| format!("local {name} = {{ {} }}\n", pairs.join(", "));
        let finals = JobState::ALL.into_iter().filter(|state| state.is_final());
        out += "end\n";
        out += &table("FINAL", finals.map(|state| format!("{state} = true")).collect());
        let states = STATUSES.map(|status| format!("{} = '{}'", status.word(), usual(status)));
        out += &table("STATE", states.to_vec());
        let words = JobState::ALL.map(|state| format!("{state} = '{}'", status_of(state).word()));
        out += &table("WORD", words.to_vec());
        let marks = MARKED.map(|state| format!("{state} = '{}'", status_of(state).word()));
        out += &table("MARKED", marks.to_vec());
        out
    }

    #[test]
    fn the_scripts_have_the_same_table_of_states() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/redis/lua/states.lua");
        if std::env::var_os("PENSTOCK_WRITE_STATES").is_some() {
            std::fs::write(path, lua()).unwrap();
        }
        assert_eq!(include_str!("lua/states.lua"), lua(), "run this test with PENSTOCK_WRITE_STATES=1");
    }

    #[test]
    fn every_state_is_read_as_it_is_written() {
        for state in JobState::ALL {
            let mark = MARKED.contains(&state).then(|| state.as_str().as_bytes());
            assert_eq!(state_of(Some(status_of(state)), mark), state);
        }
    }

    #[test]
    fn a_mark_counts_only_under_its_word() {
        assert_eq!(state_of(Some(Status::Queued), Some(b"quarantined")), JobState::Queued);
        assert_eq!(state_of(Some(Status::Failed), Some(b"retrying")), JobState::Failed);
        assert_eq!(state_of(Some(Status::Failed), Some(b"cancelled")), JobState::Failed);
        assert_eq!(state_of(Some(Status::Failed), Some(b"\xff")), JobState::Failed);
        assert_eq!(state_of(None, None), JobState::Queued);
    }
}
