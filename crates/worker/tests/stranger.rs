//! A child that is not Penstock at all: a script that does as it likes with its pipes. Here is what a
//! program of ours cannot do to itself without unsafe code.

#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test by it")]

use penstock_jobs::{Failure, FailureClass};
use penstock_worker::child::{self, End, Limits, Request};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::sync::watch;

/// Does what the file `do` in its folder says.
const SCRIPT: &str = "#!/bin/sh\n. ./do\n";

fn stranger() {
    static SCRIPT_FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = SCRIPT_FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("stranger");
        std::fs::write(&script, SCRIPT).unwrap();
        std::fs::set_permissions(&script, PermissionsExt::from_mode(0o755)).unwrap();
        child::set_executable(script);
        folder
    });
    assert!(folder.path().is_dir());
}

async fn run(script: &str, wall: Duration) -> End {
    stranger();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("do"), script).unwrap();
    let request = Request { task: "any".into(), params: serde_json::Value::Null, inputs: Vec::new() };
    let limits = Limits { wall, ..Limits::default() };
    let (_asked, stop) = watch::channel(false);
    let end = child::run(&request, folder.path(), &limits, &mut |_| (), stop).await;
    assert_nobody_in(folder.path());
    end
}

#[track_caller]
fn assert_nobody_in(folder: &Path) {
    let folder = folder.canonicalize().unwrap();
    let deadline = Instant::now() + Duration::from_secs(5);
    while std::fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .any(|entry| std::fs::read_link(entry.path().join("cwd")).is_ok_and(|cwd| cwd == folder))
    {
        assert!(Instant::now() < deadline, "a process of the group lives on");
        std::thread::yield_now();
    }
}

#[track_caller]
fn crash(end: End) -> Failure {
    match end {
        End::Died(failure) if failure.class == FailureClass::Crash => failure,
        other => panic!("expected a crash, got {other:?}"),
    }
}

const LONG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn one_that_closes_its_pipes_and_stays_is_killed() {
    let began = Instant::now();
    crash(run("exec <&- >&- 2>&-; while :; do sleep 1; done", LONG).await);
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn one_that_answers_in_its_own_words_is_a_crash_with_its_last_lines() {
    let failure = crash(run("echo strange >&2; echo running 0 tests", LONG).await);
    assert!(failure.detail.is_some_and(|detail| detail.contains("strange")));
}

#[tokio::test]
async fn one_that_floods_its_answer_is_stopped_at_once() {
    let began = Instant::now();
    crash(run("exec yes DDDDDDDDDDDDDDDDDDDDDDD", LONG).await);
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn one_that_promises_more_than_it_sends_is_a_crash() {
    crash(run("printf 'D\\003\\000\\000\\000{'", LONG).await);
}

#[tokio::test]
async fn one_that_answers_before_it_has_limits_is_a_crash() {
    crash(run("printf 'C\\000\\000\\000\\004null'", LONG).await);
}

#[tokio::test]
async fn one_that_starts_others_takes_them_along() {
    let began = Instant::now();
    let end = run("sleep 100 & sleep 100 & kill -SEGV $$", LONG).await;
    assert!(began.elapsed() < Duration::from_secs(10), "those who hold its pipes open do not count");
    assert!(crash(end).detail.is_some_and(|detail| detail.contains("SIGSEGV")));
}

#[tokio::test]
async fn one_that_ignores_every_request_to_end_is_killed_at_the_time_out() {
    let end = run("trap '' TERM INT HUP XCPU; while :; do :; done", Duration::from_secs(1)).await;
    assert!(matches!(end, End::Failed(failure) if failure.class == FailureClass::Timeout));
}
