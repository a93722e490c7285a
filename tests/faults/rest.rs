//! Coming to rest after a fault, and the invariants that must hold then.

use crate::process::Running;
use crate::shop::{Shop, text};
use crate::wait::until;
use serde_json::Value;
use std::collections::BTreeSet;
use std::time::Duration;

/// A dead worker's job starts again within 25 s, and these jobs are short.
const QUIET: Duration = Duration::from_secs(60);

/// The doctor reads every file of every job, and there may be tens of thousands.
const ALL_READ: Duration = Duration::from_secs(600);

/// Lets a healthy worker of these queues do what is left.
pub(crate) fn settle(shop: &Shop, queues: &str) {
    let _worker = shop.worker(&["--queues", queues]);
    until(QUIET, "every job has ended", || shop.jobs().iter().all(has_ended).then_some(()));
}

fn has_ended(job: &Value) -> bool {
    ["finished", "failed", "cancelled", "quarantined"].contains(&job["state"].as_str().unwrap())
}

/// Nothing acknowledged is lost, nothing was invented, and each finished once.
pub(crate) fn every_job_finished_once(shop: &Shop, acknowledged: &BTreeSet<String>, what: &str) {
    let jobs = shop.jobs();
    let known: BTreeSet<String> = jobs.iter().map(|job| text(&job["id"])).collect();
    assert_eq!(known, *acknowledged, "{what}: nothing is lost, nothing is invented");
    for job in &jobs {
        assert_eq!(job["state"], "finished", "{what}: {job}");
        assert_eq!(job["attempts_finished"], 1, "{what}: one attempt finished: {job}");
    }
}

/// Results that are taken away at most; of more, every so manieth. `doctor` looks at the files of all.
const TAKEN: usize = 400;

/// Every result can be taken away, and is what its report says.
pub(crate) fn every_result_is_whole(shop: &Shop, ids: &BTreeSet<String>, what: &str) {
    for id in ids.iter().step_by(ids.len().div_ceil(TAKEN).max(1)) {
        let out = shop.path(&format!("out {id}"));
        shop.ok(&["job", id, "--fetch", out.to_str().unwrap()]);
        let svg = std::fs::read_to_string(out.join("pattern.svg")).unwrap();
        assert!(svg.trim_end().ends_with("</svg>"), "{what}: the drawing of {id} is cut off");
        let report = std::fs::read(out.join("report.json")).unwrap();
        serde_json::from_slice::<Value>(&report).unwrap_or_else(|error| panic!("{what}: {error}"));
    }
}

/// The store's own check finds nothing to say.
pub(crate) fn the_store_is_sound(shop: &Shop, what: &str) {
    let outcome = Running::start(&mut shop.command(&["doctor"])).outcome(ALL_READ);
    assert_eq!(outcome.code, Some(0), "{what}: {outcome:?}");
}
