//! Every way in which a child can go wrong, and the parent that lives on.
//!
//! The child is `examples/child.rs`, which `cargo test` builds along with these tests.

#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test by it")]

mod crew;

use penstock_jobs::{ArtifactRole, Failure, FailureClass};
use penstock_worker::child::{self, End, Limits, ProgressReport, Request, RequestInput};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::sync::watch;

fn use_test_child() {
    let here = std::env::current_exe().unwrap();
    let child = here.parent().and_then(Path::parent).unwrap().join("examples/child");
    assert!(child.is_file(), "{} is missing; cargo test without --test builds it", child.display());
    child::set_executable(child);
}

/// A folder with an input, and one for the child.
struct Place {
    root: TempDir,
}

impl Place {
    fn new() -> Self {
        use_test_child();
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("drawing.svg"), "<svg/>").unwrap();
        std::fs::create_dir(root.path().join("run")).unwrap();
        Self { root }
    }

    fn run_folder(&self) -> PathBuf {
        self.root.path().join("run")
    }

    fn request(&self, task: &str, params: Value) -> Request {
        let input =
            RequestInput { name: "My drawing.svg".into(), path: self.root.path().join("drawing.svg") };
        Request { task: task.into(), params, inputs: vec![input] }
    }

    async fn run(&self, task: &str, params: Value, limits: &Limits) -> End {
        let (_asked, stop) = watch::channel(false);
        self.run_until(task, params, limits, stop).await
    }

    async fn run_until(
        &self,
        task: &str,
        params: Value,
        limits: &Limits,
        stop: watch::Receiver<bool>,
    ) -> End {
        let request = self.request(task, params);
        let end = child::run(&request, &self.run_folder(), limits, &mut |_| (), stop).await;
        assert_no_child_in(&self.run_folder());
        end
    }
}

/// No process stands in this folder any more.
fn assert_no_child_in(folder: &Path) {
    let folder = folder.canonicalize().unwrap();
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let cwd = std::fs::read_link(entry.path().join("cwd"));
        assert_ne!(
            cwd.ok().as_deref(),
            Some(folder.as_path()),
            "process {:?} is still there",
            entry.file_name()
        );
    }
}

fn limits(wall_s: u64) -> Limits {
    Limits { wall: Duration::from_secs(wall_s), ..Limits::default() }
}

#[track_caller]
fn died(end: End) -> Failure {
    match end {
        End::Died(failure) => failure,
        other => panic!("expected a death, got {other:?}"),
    }
}

#[track_caller]
fn failed(end: End) -> Failure {
    match end {
        End::Failed(failure) => failure,
        other => panic!("expected a failure, got {other:?}"),
    }
}

#[track_caller]
fn report(end: End) -> Value {
    match end {
        End::Done { report, .. } => report,
        other => panic!("expected a report, got {other:?}"),
    }
}

#[tokio::test]
async fn a_healthy_task_hands_over_its_report_and_its_files() {
    let place = Place::new();
    let (_asked, stop) = watch::channel(false);
    let mut heard = Vec::new();
    let mut listen = |report: ProgressReport| heard.push(report);
    let request = place.request("copy", Value::Null);
    let end = child::run(&request, &place.run_folder(), &limits(20), &mut listen, stop).await;
    let End::Done { report, files } = end else { panic!("{end:?}") };
    assert_eq!(report, json!({ "bytes": 6, "names": ["My drawing.svg"] }));
    assert_eq!(heard, [ProgressReport { stage: "Copying".into(), fraction: Some(0.5) }]);
    assert_eq!((files.len(), files[0].name.as_str(), files[0].role), (1, "copy.txt", ArtifactRole::Result));
    assert_eq!(std::fs::read(&files[0].path).unwrap(), b"<svg/>");
}

#[tokio::test]
async fn a_refused_input_is_a_failure_in_the_words_of_the_task() {
    let failure = failed(Place::new().run("fail", Value::Null, &limits(20)).await);
    assert_eq!(failure, Failure::new(FailureClass::BadInput, "line 3 is wrong").advise("fix it"));
}

#[tokio::test]
async fn an_unknown_task_is_said_to_be_unknown() {
    let failure = failed(Place::new().run("no-such-task", Value::Null, &limits(20)).await);
    assert_eq!(failure.class, FailureClass::UnknownTask);
    assert!(failure.title.contains("no-such-task"));
}

#[tokio::test]
async fn a_panic_is_a_crash_with_its_message() {
    let failure = died(Place::new().run("panic", Value::Null, &limits(20)).await);
    assert_eq!(
        (failure.class, failure.detail.as_deref()),
        (FailureClass::Crash, Some("a fault in the task"))
    );
}

#[tokio::test]
async fn an_abort_is_a_crash() {
    assert_eq!(died(Place::new().run("abort", Value::Null, &limits(20)).await).class, FailureClass::Crash);
}

#[tokio::test]
async fn a_stack_overflow_is_a_crash_that_says_nested_too_deeply() {
    let failure = died(Place::new().run("stack", Value::Null, &limits(20)).await);
    assert_eq!(failure.class, FailureClass::Crash);
    assert!(failure.title.contains("nested"), "{failure:?}");
}

#[tokio::test]
async fn running_out_of_memory_is_a_limit_that_names_it() {
    let limits = Limits { memory_bytes: 256 << 20, ..limits(20) };
    let failure = died(Place::new().run("memory", Value::Null, &limits).await);
    assert_eq!(failure.class, FailureClass::Limit);
    assert!(failure.title.contains("256 MiB"), "{failure:?}");
}

#[tokio::test]
async fn leaving_without_an_answer_is_a_crash() {
    for code in [0, 7] {
        let failure = died(Place::new().run("exit", json!({ "code": code }), &limits(20)).await);
        assert_eq!(failure.class, FailureClass::Crash, "exit code {code}");
    }
}

#[tokio::test]
async fn an_endless_loop_ends_at_the_time_out() {
    let began = Instant::now();
    let failure = failed(Place::new().run("spin", Value::Null, &limits(1)).await);
    assert_eq!(failure.class, FailureClass::Timeout);
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_sleeper_ends_at_the_time_out() {
    assert_eq!(failed(Place::new().run("sleep", Value::Null, &limits(1)).await).class, FailureClass::Timeout);
}

#[tokio::test]
async fn too_much_cpu_time_is_a_limit() {
    let limits = Limits { cpu: Duration::from_secs(1), ..limits(20) };
    let failure = died(Place::new().run("spin", Value::Null, &limits).await);
    assert_eq!(failure.class, FailureClass::Limit);
    assert!(failure.title.contains("CPU"), "{failure:?}");
}

#[tokio::test]
async fn too_large_a_file_is_a_limit() {
    let limits = Limits { file_bytes: 1 << 20, ..limits(20) };
    assert_eq!(died(Place::new().run("large-file", Value::Null, &limits).await).class, FailureClass::Limit);
}

#[tokio::test]
async fn too_many_open_files_are_a_limit() {
    assert_eq!(
        failed(Place::new().run("many-files", Value::Null, &limits(20)).await).class,
        FailureClass::Limit
    );
}

#[tokio::test]
async fn endless_printing_is_stopped_long_before_the_time_out() {
    let failure = died(Place::new().run("print", Value::Null, &limits(60)).await);
    assert_eq!(failure.class, FailureClass::Limit);
    assert!(failure.detail.is_some_and(|detail| detail.len() < 10_000));
}

#[tokio::test]
async fn rubbish_in_the_answer_pipe_is_a_crash() {
    let end = Place::new().run("garbage", Value::Null, &limits(20)).await;
    assert_eq!(died(end).class, FailureClass::Crash);
}

#[tokio::test]
async fn a_report_over_its_cap_is_a_limit() {
    let end = Place::new().run("report", json!({ "bytes": 70_000_000 }), &limits(60)).await;
    assert_eq!(failed(end).class, FailureClass::Limit);
}

#[tokio::test]
async fn a_chatterbox_is_heard_ten_times_a_second() {
    let place = Place::new();
    let (_asked, stop) = watch::channel(false);
    let mut heard = Vec::new();
    let mut listen = |report: ProgressReport| heard.push(report);
    let request = place.request("chatter", Value::Null);
    let end = child::run(&request, &place.run_folder(), &limits(20), &mut listen, stop).await;
    assert!(report(end)["calls"].as_u64().unwrap() > 100);
    assert!((1..=7).contains(&heard.len()), "{} reports in half a second", heard.len());
    assert!(heard.iter().all(|report| report.fraction.is_none()), "NaN is no fraction");
}

#[tokio::test]
async fn only_plain_files_in_the_out_folder_are_accepted() {
    for name in ["../in/1", "/etc/passwd", "..", "", ".hidden", "missing", "folder", "link", "a\nb"] {
        let params = json!({ "write": ["good.txt"], "names": ["good.txt", name] });
        let failure = failed(Place::new().run("hand-over", params, &limits(20)).await);
        assert_eq!(failure.class, FailureClass::Task, "{name:?}");
    }
    let twice = json!({ "write": ["good.txt"], "names": ["good.txt", "good.txt"] });
    assert_eq!(failed(Place::new().run("hand-over", twice, &limits(20)).await).class, FailureClass::Task);
}

#[tokio::test]
async fn results_that_are_too_large_together_are_a_limit() {
    let limits = Limits { file_bytes: 1000, ..limits(20) };
    let params = json!({ "write": ["a", "b"], "bytes": 600, "names": ["a", "b"] });
    assert_eq!(failed(Place::new().run("hand-over", params, &limits).await).class, FailureClass::Limit);
}

#[tokio::test]
async fn an_input_that_is_no_file_is_refused_before_a_child_starts() {
    let place = Place::new();
    let (_asked, stop) = watch::channel(false);
    for (path, word) in [("/dev/null", "not a file"), ("/no/such/file", "not there"), ("/", "not a file")] {
        let mut request = place.request("copy", Value::Null);
        request.inputs[0].path = path.into();
        let folder = tempfile::tempdir().unwrap();
        let end = child::run(&request, folder.path(), &limits(20), &mut |_| (), stop.clone()).await;
        let failure = failed(end);
        assert_eq!(failure.class, FailureClass::BadInput);
        assert!(failure.title.contains(word), "{failure:?}");
    }
}

#[tokio::test]
async fn a_willing_task_stops_at_once_and_an_unwilling_one_after_two_seconds() {
    for (task, within) in [("wait", Duration::from_millis(1900)), ("sleep", Duration::from_secs(4))] {
        let place = Place::new();
        let (ask, stop) = watch::channel(false);
        let asking = async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            ask.send_replace(true);
            Instant::now()
        };
        let limits = limits(60);
        let run = place.run_until(task, Value::Null, &limits, stop);
        let (asked_at, end) = tokio::join!(asking, run);
        assert_eq!(end, End::Stopped, "{task}");
        assert!(asked_at.elapsed() < within, "{task} took {:?}", asked_at.elapsed());
    }
}

#[tokio::test]
async fn nothing_starts_when_the_stop_came_first() {
    let place = Place::new();
    let (_ask, stop) = watch::channel(true);
    assert_eq!(place.run_until("copy", Value::Null, &limits(20), stop).await, End::Stopped);
    assert_eq!(std::fs::read_dir(place.run_folder()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_dropped_run_leaves_no_process() {
    let place = Place::new();
    let limits = limits(60);
    let run = place.run("sleep", Value::Null, &limits);
    assert!(tokio::time::timeout(Duration::from_millis(500), run).await.is_err());
    let folder = place.run_folder().canonicalize().unwrap();
    let deadline = Instant::now() + Duration::from_secs(5);
    while std::fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .any(|entry| std::fs::read_link(entry.path().join("cwd")).is_ok_and(|cwd| cwd == folder))
    {
        assert!(Instant::now() < deadline, "the child outlived its run");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn the_environment_holds_no_secret_of_ours() {
    let names = report(Place::new().run("environment", Value::Null, &limits(20)).await);
    let allowed = ["HOME", "LANG", "LC_ALL", "LC_CTYPE", "XDG_DATA_HOME", "MALLOC_ARENA_MAX"];
    for name in names.as_array().unwrap() {
        assert!(allowed.contains(&name.as_str().unwrap()), "{name}");
    }
}

#[tokio::test]
async fn many_children_run_side_by_side() {
    let runs = (0..8).map(|_| async {
        let place = Place::new();
        report(place.run("copy", Value::Null, &limits(60)).await)["bytes"].as_u64()
    });
    let mut set = tokio::task::JoinSet::new();
    runs.for_each(|run| {
        set.spawn(run);
    });
    assert_eq!(set.join_all().await, [Some(6); 8]);
}
