//! Files and jobs that mean harm, each a row of a table: one worker takes them all, and a good job before
//! and after each batch shows that it, and its neighbours, are unharmed.

mod files;
mod files_of_lines;
mod jobs;
mod poison;

use crate::memory::MemoryWatch;
use crate::process::Running;
use serde_json::Value;

/// No process of the worker may take more: the child's limit, and what the worker itself needs.
const MOST_BYTES: u64 = (1 << 30) + (300 << 20);

/// How a row ends.
#[derive(Clone, Copy, Debug)]
enum Ends {
    /// The job fails, and its title, advice or detail says this.
    Refused(&'static str),
    /// The rest is drawn, and a diagnostic of this kind names what is not.
    DrawnBut(&'static str),
    /// It is done as if nothing were wrong; nothing is.
    Done,
}

/// What a job says of its end, against what was expected; none when it is as it should be.
fn differs(name: &str, ends: Ends, job: &Value) -> Option<String> {
    let state = job["state"].as_str().unwrap_or_default();
    let failure = job["failure"].to_string();
    let fine = match ends {
        Ends::Refused(words) => {
            ["failed", "quarantined"].contains(&state)
                && failure.contains(words)
                && job["failure"]["title"].is_string()
        }
        Ends::DrawnBut(kind) => {
            let diagnostics = job["report"]["diagnostics"].as_array();
            state == "finished" && diagnostics.into_iter().flatten().any(|one| one["kind"] == kind)
        }
        Ends::Done => state == "finished",
    };
    let kinds: Vec<&str> = job["report"]["diagnostics"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one["kind"].as_str())
        .collect();
    (!fine).then(|| format!("{name}: expected {ends:?}; it is {state}, {failure}, {kinds:?}"))
}

/// The worker lives, and no process of it took more than it may.
fn assert_unharmed(worker: &mut Running, watch: MemoryWatch) {
    assert!(!worker.has_ended(), "{}", worker.said());
    let peak = watch.peak_bytes();
    assert!(peak < MOST_BYTES, "a process took {peak} bytes");
}
