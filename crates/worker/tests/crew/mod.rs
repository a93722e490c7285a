//! Children that take one task after the other: nothing of a job reaches the next one, and every limit holds
//! for each.

use crate::{assert_no_child_in, use_test_child};
use penstock_jobs::FailureClass;
use penstock_worker::child::{Crew, End, Limits, ProgressReport, Request, RequestInput};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::sync::watch;

struct Yard {
    folder: TempDir,
    crew: Crew,
    limits: Limits,
}

impl Yard {
    fn new() -> Self {
        use_test_child();
        let folder = tempfile::tempdir().unwrap();
        let limits = Limits { wall: Duration::from_secs(20), ..Limits::default() };
        Self { crew: Crew::new(folder.path().to_owned(), 2), folder, limits }
    }

    async fn run(&self, task: &str, params: Value) -> End {
        let (_asked, stop) = watch::channel(false);
        self.run_listening(task, params, &mut |_| (), stop).await
    }

    async fn run_listening(
        &self,
        task: &str,
        params: Value,
        on_progress: &mut (dyn FnMut(ProgressReport) + Send),
        stop: watch::Receiver<bool>,
    ) -> End {
        let request = Request { task: task.into(), params, inputs: Vec::new() };
        let (end, left) = self.crew.run(&request, &self.limits, on_progress, stop).await;
        self.crew.take_back(left).await;
        end
    }

    /// Runs a task that answers; its report.
    async fn report(&self, task: &str, params: Value) -> Value {
        match self.run(task, params).await {
            End::Done { report, .. } => report,
            other => panic!("{task}: {other:?}"),
        }
    }

    /// The process that takes the next task.
    async fn process(&self) -> u64 {
        self.report("look", json!({})).await["process"].as_u64().unwrap()
    }

    /// The failure of a child that had a task before without any trouble.
    async fn failure_after_a_good_task(&self, task: &str, params: Value) -> (penstock_jobs::Failure, bool) {
        let before = self.process().await;
        let (failure, died) = match self.run(task, params).await {
            End::Failed(failure) => (failure, false),
            End::Died(failure) => (failure, true),
            other => panic!("{task}: {other:?}"),
        };
        assert_ne!(self.process().await, before, "{task}: the same child went on");
        (failure, died)
    }
}

#[tokio::test]
async fn a_child_takes_one_task_after_the_other() {
    let yard = Yard::new();
    let first = yard.process().await;
    for _ in 0..5 {
        assert_eq!(yard.process().await, first);
    }
    yard.crew.dismiss().await;
    assert_no_child_in(yard.folder.path());
    assert_eq!(std::fs::read_dir(yard.folder.path()).unwrap().count(), 0, "its folder stays");
    assert_ne!(yard.process().await, first);
}

#[tokio::test]
async fn nothing_that_a_task_left_is_there_for_the_next() {
    let yard = Yard::new();
    let littered = yard.report("litter", json!({})).await;
    assert_eq!(littered["seen"].as_array().unwrap().len(), 2, "{littered}");
    let next = yard.report("look", json!({})).await;
    assert_eq!(next, json!({ "process": littered["process"], "seen": [] }));
}

#[tokio::test]
async fn a_task_with_a_file_is_refused() {
    let yard = Yard::new();
    let (_asked, stop) = watch::channel(false);
    let inputs = vec![RequestInput { name: "a.svg".into(), path: yard.folder.path().join("a.svg") }];
    let request = Request { task: "look".into(), params: json!({}), inputs };
    let (end, left) = yard.crew.run(&request, &yard.limits, &mut |_| (), stop).await;
    assert!(matches!(&end, End::Failed(failure) if failure.class == FailureClass::Server), "{end:?}");
    yard.crew.take_back(left).await;
}

#[tokio::test]
async fn a_child_that_did_not_answer_with_a_result_is_replaced() {
    let yard = Yard::new();
    let (failure, died) = yard.failure_after_a_good_task("fail", json!({})).await;
    assert_eq!((failure.class, died), (FailureClass::BadInput, false));
    for task in ["abort", "panic", "exit", "garbage"] {
        let before = yard.process().await;
        match yard.run(task, json!({ "code": 3 })).await {
            End::Died(failure) => assert_eq!(failure.class, FailureClass::Crash, "{task}: {failure:?}"),
            // It found no pipe to write into.
            End::Done { .. } => assert_eq!(task, "garbage"),
            other => panic!("{task}: {other:?}"),
        }
        assert!(task == "garbage" || yard.process().await != before, "{task}: the same child went on");
    }
}

#[tokio::test]
async fn a_second_task_that_is_stopped_takes_its_child_along() {
    let yard = Yard::new();
    let first = yard.process().await;
    let (ask, stop) = watch::channel(false);
    let mut stop_it = |_| {
        ask.send_replace(true);
    };
    let end = yard.run_listening("wait", json!({}), &mut stop_it, stop).await;
    assert_eq!(end, End::Stopped);
    assert_ne!(yard.process().await, first);
}

#[tokio::test]
async fn every_limit_holds_for_the_second_task() {
    let mut yard = Yard::new();
    yard.limits.memory_bytes = 512 << 20;
    yard.limits.file_bytes = 8 << 20;
    let (failure, died) = yard.failure_after_a_good_task("memory", json!({})).await;
    assert_eq!((failure.class, died), (FailureClass::Limit, true), "{failure:?}");
    let (failure, _) = yard.failure_after_a_good_task("large-file", json!({})).await;
    assert_eq!(failure.class, FailureClass::Limit, "{failure:?}");
    let (failure, died) = yard.failure_after_a_good_task("fill", json!({})).await;
    assert_eq!((failure.class, died), (FailureClass::Limit, true), "{failure:?}");
    yard.process().await;
    yard.limits.wall = Duration::from_millis(300);
    let begun = Instant::now();
    let end = yard.run("sleep", json!({})).await;
    assert!(matches!(&end, End::Failed(failure) if failure.class == FailureClass::Timeout), "{end:?}");
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn cpu_time_is_counted_for_each_task() {
    let mut yard = Yard::new();
    yard.limits = Limits { cpu: Duration::from_secs(1), wall: Duration::from_secs(120), ..yard.limits };
    // Together they use more than one may.
    let mut processes = Vec::new();
    for _ in 0..2 {
        processes.push(yard.report("burn", json!({ "ms": 700 })).await["process"].clone());
    }
    assert_eq!(processes[0], processes[1]);
    let begun = Instant::now();
    let (failure, died) = yard.failure_after_a_good_task("spin", json!({})).await;
    assert_eq!((failure.class, died), (FailureClass::Limit, true), "{failure:?}");
    assert!(failure.title.contains("CPU time"), "{failure:?}");
    assert!(begun.elapsed() < yard.limits.wall, "the clock ended it, and not the limit");
}

#[tokio::test]
async fn a_child_that_is_not_as_it_was_has_no_second_task() {
    let yard = Yard::new();
    for task in ["mutter", "leave-thread"] {
        let process = yard.report(task, json!({})).await["process"].as_u64().unwrap();
        assert_ne!(yard.process().await, process, "{task}");
    }
    // What an earlier job wrote is in no later failure.
    yard.report("mutter", json!({})).await;
    match yard.run("abort", json!({})).await {
        End::Died(failure) => assert!(!failure.detail.unwrap_or_default().contains("earlier job")),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_child_serves_only_the_limits_that_it_put_on_itself() {
    let mut yard = Yard::new();
    let first = yard.process().await;
    yard.limits.wall += Duration::from_secs(1);
    assert_eq!(yard.process().await, first, "the clock is the parent's");
    yard.limits.memory_bytes /= 2;
    assert_ne!(yard.process().await, first);
}
