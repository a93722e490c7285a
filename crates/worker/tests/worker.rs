//! Jobs through a whole worker on an embedded store of their own, with real children
//! (`examples/child.rs`).

#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test by it")]

mod adapters;
mod shop;

use penstock_jobs::{AttemptOutcome, FailureClass, JobState, Lease, NewJob, Retry, WorkerState};
use penstock_testkit::{eventually, new_job};
use penstock_worker::Summary;
use serde_json::{Value, json};
use shop::{SOON, Shop, actor};
use std::time::{Duration, Instant, SystemTime};

fn retry(max: u32, intervals_s: &[u64]) -> Retry {
    Retry { max, intervals_s: intervals_s.to_vec() }
}

#[tokio::test]
async fn a_job_runs_to_its_result_and_leaves_no_scratch() {
    let shop = Shop::new();
    let input = shop.input("drawing.svg", b"<svg/>").await;
    let worker = shop.worker(1);
    let id = shop.submit(NewJob { inputs: vec![input], ..new_job("copy") }).await;
    shop.reaches(&id, JobState::Finished).await;
    let job = shop.job(&id).await;
    assert_eq!((job.attempt, job.attempts_finished, job.worker.as_deref()), (1, 1, Some(worker.name())));
    let report = shop.store.report(&id).await.unwrap().unwrap();
    assert_eq!(report, json!({ "bytes": 6, "names": ["drawing.svg"] }));
    let made = &job.artifacts[0];
    assert_eq!((job.artifacts.len(), made.name.as_str(), made.bytes), (1, "copy.txt", 6));
    assert_eq!(shop.artifacts.read(&made.sha256).await.unwrap(), b"<svg/>");
    worker.drain();
    assert_eq!(worker.ended().await, Summary { finished: 1, failed: 0, error: None });
    assert!(shop.scratch_is_empty());
    assert!(shop.store.workers().await.unwrap().is_empty(), "it signed off");
}

#[tokio::test]
async fn jobs_without_files_share_a_child_that_goes_with_the_worker() {
    let shop = Shop::new();
    let worker = shop.worker(1);
    let mut seen = Vec::new();
    for width in [20.0, 30.0, 40.0] {
        let params = json!({ "kind": "grid", "width_mm": width, "height_mm": 20.0 });
        let id = shop.submit(NewJob { params, ..new_job("pattern") }).await;
        shop.reaches(&id, JobState::Finished).await;
        let drawn = &shop.job(&id).await.artifacts[0];
        let svg = String::from_utf8(shop.artifacts.read(&drawn.sha256).await.unwrap()).unwrap();
        assert!(svg.contains(&format!("{width}mm")), "{svg}");
        seen.push(shop.children());
    }
    assert_eq!(seen[0].len(), 1);
    assert!(seen.iter().all(|children| *children == seen[0]), "{seen:?}");
    worker.drain();
    assert_eq!(worker.ended().await, Summary { finished: 3, failed: 0, error: None });
    assert!(shop.children().is_empty() && shop.scratch_is_empty());
}

#[tokio::test]
async fn a_worker_that_goes_on_takes_no_more_than_it_may() {
    let shop = Shop::new();
    for _ in 0..5 {
        shop.submit(new_job("report")).await;
    }
    let worker = shop.worker_with(|options| (options.slots, options.max_jobs) = (2, Some(3)));
    assert_eq!(worker.ended().await, Summary { finished: 3, failed: 0, error: None });
    let counts = shop.store.counts(None).await.unwrap();
    assert_eq!((counts[&JobState::Finished], counts[&JobState::Queued]), (3, 2));
}

#[tokio::test]
async fn progress_reaches_the_store_while_the_job_runs() {
    let shop = Shop::new();
    let worker = shop.worker(1);
    let id = shop.submit(NewJob { params: json!({ "ms": 60_000 }), ..new_job("wait") }).await;
    eventually(SOON, async || shop.job(&id).await.progress.is_some_and(|p| p.stage == "Waiting")).await;
    worker.stop_now();
    worker.ended().await;
}

#[tokio::test]
async fn a_running_job_is_cancelled_within_two_seconds() {
    let shop = Shop::new();
    let worker = shop.worker(1);
    let id = shop.submit(new_job("wait")).await;
    shop.runs(&id).await;
    let asked_at = Instant::now();
    shop.store.cancel(std::slice::from_ref(&id), &actor()).await.unwrap();
    shop.reaches(&id, JobState::Cancelled).await;
    assert!(asked_at.elapsed() < Duration::from_secs(2), "{:?}", asked_at.elapsed());
    assert_eq!(shop.outcomes(&id).await, [Some(AttemptOutcome::Cancelled)]);
    worker.drain();
    assert_eq!(worker.ended().await, Summary::default());
    assert!(shop.scratch_is_empty());
}

#[tokio::test]
async fn a_task_that_ignores_cancelling_is_killed() {
    let shop = Shop::new();
    let _worker = shop.worker(1);
    let id = shop.submit(new_job("sleep")).await;
    shop.runs(&id).await;
    let asked_at = Instant::now();
    shop.store.cancel(std::slice::from_ref(&id), &actor()).await.unwrap();
    shop.reaches(&id, JobState::Cancelled).await;
    assert!(asked_at.elapsed() < Duration::from_secs(5), "{:?}", asked_at.elapsed());
}

#[tokio::test]
async fn a_job_over_its_time_out_fails() {
    let shop = Shop::new();
    let _worker = shop.worker(1);
    let id = shop.submit(NewJob { timeout_s: 1, ..new_job("sleep") }).await;
    shop.reaches(&id, JobState::Failed).await;
    assert_eq!(shop.job(&id).await.failure.unwrap().class, FailureClass::Timeout);
}

#[tokio::test]
async fn a_failure_that_may_pass_is_tried_again_after_its_interval() {
    let shop = Shop::new();
    let _worker = shop.worker(1);
    let id = shop.submit(NewJob { retry: retry(1, &[1]), ..new_job("exit") }).await;
    shop.reaches(&id, JobState::Retrying).await;
    shop.reaches(&id, JobState::Failed).await;
    let attempts = shop.store.attempts(&id).await.unwrap();
    assert_eq!(shop.outcomes(&id).await, [Some(AttemptOutcome::ChildDied); 2]);
    let waited_ms = attempts[1].started_at_ms - attempts[0].ended_at_ms.unwrap();
    assert!((1000..5000).contains(&waited_ms), "{waited_ms} ms");
}

#[tokio::test]
async fn a_job_that_kills_three_children_is_quarantined_and_the_worker_lives() {
    let shop = Shop::new();
    let worker = shop.worker(1);
    let poison = shop.submit(NewJob { retry: retry(9, &[]), ..new_job("abort") }).await;
    shop.reaches(&poison, JobState::Quarantined).await;
    assert_eq!(shop.outcomes(&poison).await, [Some(AttemptOutcome::ChildDied); 3]);
    let healthy = shop.submit(new_job("copy")).await;
    shop.reaches(&healthy, JobState::Finished).await;
    worker.drain();
    assert_eq!(worker.ended().await, Summary { finished: 1, failed: 3, error: None });
    assert!(shop.scratch_is_empty());
}

#[tokio::test]
async fn poison_in_one_slot_does_not_disturb_the_other() {
    let shop = Shop::new();
    let _worker = shop.worker(2);
    let calm = shop.submit(NewJob { params: json!({ "ms": 700 }), ..new_job("wait") }).await;
    shop.runs(&calm).await;
    for task in ["abort", "stack", "panic", "garbage", "exit"] {
        let id = shop.submit(new_job(task)).await;
        shop.reaches(&id, JobState::Failed).await;
    }
    shop.reaches(&calm, JobState::Finished).await;
    assert_eq!(shop.job(&calm).await.attempt, 1);
}

#[tokio::test]
async fn a_child_killed_from_outside_costs_one_attempt() {
    let shop = Shop::new();
    let _worker = shop.worker(1);
    let id =
        shop.submit(NewJob { retry: retry(1, &[]), params: json!({ "ms": 1500 }), ..new_job("wait") }).await;
    shop.runs(&id).await;
    for pid in shop.children() {
        rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
    }
    shop.reaches(&id, JobState::Finished).await;
    assert_eq!(shop.outcomes(&id).await, [Some(AttemptOutcome::ChildDied), Some(AttemptOutcome::Finished)]);
    let first = shop.store.attempts(&id).await.unwrap().remove(0).failure.unwrap();
    assert_eq!(first.class, FailureClass::Crash);
    assert!(first.title.contains("from outside"), "{first:?}");
}

#[tokio::test]
async fn an_unknown_task_and_a_refused_input_are_not_tried_again() {
    let shop = Shop::new();
    let _worker = shop.worker(1);
    for (task, class) in [("no-such-task", FailureClass::UnknownTask), ("fail", FailureClass::BadInput)] {
        let id = shop.submit(NewJob { retry: retry(5, &[]), ..new_job(task) }).await;
        shop.reaches(&id, JobState::Failed).await;
        let job = shop.job(&id).await;
        assert_eq!((job.attempt, job.failure.unwrap().class), (1, class));
    }
}

#[tokio::test]
async fn an_input_that_is_gone_fails_the_job_and_says_so() {
    let shop = Shop::new();
    let input = shop.input("lost.svg", b"x").await;
    shop.artifacts.remove(&input.sha256, Duration::ZERO).await.unwrap();
    let _worker = shop.worker(1);
    let id = shop.submit(NewJob { inputs: vec![input], ..new_job("copy") }).await;
    shop.reaches(&id, JobState::Failed).await;
    let failure = shop.job(&id).await.failure.unwrap();
    assert_eq!(failure.class, FailureClass::Server);
    assert!(failure.title.contains("lost.svg"), "{failure:?}");
}

#[tokio::test]
async fn a_draining_worker_finishes_what_runs_and_takes_nothing_new() {
    let shop = Shop::new();
    let worker = shop.worker(1);
    let running = shop.submit(NewJob { params: json!({ "ms": 600 }), ..new_job("wait") }).await;
    let waiting = shop.submit(new_job("copy")).await;
    shop.runs(&running).await;
    worker.drain();
    assert_eq!(worker.ended().await.finished, 1);
    assert_eq!(shop.job(&running).await.state, JobState::Finished);
    assert_eq!(shop.job(&waiting).await.state, JobState::Queued);
}

#[tokio::test]
async fn a_worker_that_stops_now_gives_its_jobs_back_uncounted() {
    let shop = Shop::new();
    let worker = shop.worker(2);
    let jobs = [shop.submit(new_job("wait")).await, shop.submit(new_job("wait")).await];
    for id in &jobs {
        shop.runs(id).await;
    }
    let asked_at = Instant::now();
    worker.stop_now();
    assert_eq!(worker.ended().await, Summary::default());
    assert!(asked_at.elapsed() < Duration::from_secs(4));
    for id in &jobs {
        let job = shop.job(id).await;
        assert_eq!((job.state, job.attempt), (JobState::Queued, 0));
    }
    assert!(shop.children().is_empty() && shop.scratch_is_empty());
}

#[tokio::test]
async fn a_worker_obeys_a_stop_that_was_asked_for_in_the_store() {
    for now in [false, true] {
        let shop = Shop::new();
        let worker = shop.worker(1);
        let id = shop.submit(NewJob { params: json!({ "ms": 1000 }), ..new_job("wait") }).await;
        shop.runs(&id).await;
        shop.store.ask_to_stop(worker.name(), now, &actor()).await.unwrap();
        let summary = tokio::time::timeout(Duration::from_secs(5), worker.ended()).await.unwrap();
        assert_eq!(summary.finished, u64::from(!now));
        let state = if now { JobState::Queued } else { JobState::Finished };
        assert_eq!(shop.job(&id).await.state, state);
    }
}

#[tokio::test]
async fn a_lost_lease_stops_the_child_and_drops_its_output() {
    let shop = Shop::new();
    let worker = shop.worker(1);
    let id = shop.submit(new_job("wait")).await;
    shop.runs(&id).await;
    let attempt = shop.store.attempts(&id).await.unwrap().remove(0).id;
    // What the rescuer does when it thinks that the worker is dead.
    shop.store.pause(None, &actor()).await.unwrap();
    shop.store.give_back(&Lease { job: id.clone(), attempt }).await.unwrap();
    eventually(SOON, async || shop.children().is_empty()).await;
    assert_eq!(shop.job(&id).await.state, JobState::Queued);
    worker.drain();
    assert_eq!(worker.ended().await, Summary::default());
}

#[tokio::test]
async fn a_burst_ends_when_nothing_is_left() {
    let shop = Shop::new();
    let first = shop.submit(new_job("copy")).await;
    let second = shop.submit(NewJob { after: vec![first], ..new_job("copy") }).await;
    let worker = shop.worker_with(|options| options.burst = true);
    let summary = tokio::time::timeout(SOON, worker.ended()).await.unwrap();
    assert_eq!(summary, Summary { finished: 2, failed: 0, error: None });
    assert_eq!(shop.job(&second).await.state, JobState::Finished);
}

#[tokio::test]
async fn a_worker_ends_after_its_number_of_jobs() {
    let shop = Shop::new();
    for _ in 0..3 {
        shop.submit(new_job("copy")).await;
    }
    let worker = shop.worker_with(|options| options.max_jobs = Some(2));
    assert_eq!(tokio::time::timeout(SOON, worker.ended()).await.unwrap().finished, 2);
    assert_eq!(shop.store.counts(None).await.unwrap().get(&JobState::Queued), Some(&1));
}

#[tokio::test]
async fn queues_are_served_in_the_order_in_which_the_worker_names_them() {
    let shop = Shop::new();
    let low = shop.submit(NewJob { queue: "low".into(), ..new_job("copy") }).await;
    let high = shop.submit(NewJob { queue: "high".into(), ..new_job("copy") }).await;
    let worker = shop.worker_with(|options| {
        options.queues = vec!["high".into(), "low".into()];
        options.burst = true;
    });
    worker.ended().await;
    let started = [shop.job(&high).await.started_at_ms.unwrap(), shop.job(&low).await.started_at_ms.unwrap()];
    assert!(started[0] < started[1], "{started:?}");
}

#[tokio::test]
async fn a_scheduled_job_starts_on_time() {
    let shop = Shop::new();
    let _worker = shop.worker(1);
    let now_ms = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_millis() as i64;
    let due_ms = now_ms + 1200;
    let id = shop.submit(NewJob { not_before_ms: Some(due_ms), ..new_job("copy") }).await;
    shop.reaches(&id, JobState::Finished).await;
    let late_ms = shop.job(&id).await.started_at_ms.unwrap() - due_ms;
    assert!((0..3000).contains(&late_ms), "{late_ms} ms late");
}

#[tokio::test]
async fn a_name_that_a_living_worker_holds_is_refused() {
    let shop = Shop::new();
    let first = shop.worker_with(|options| options.name = Some("press".into()));
    eventually(SOON, async || !shop.store.workers().await.unwrap().is_empty()).await;
    let mut second = shop.other_process("press");
    let status = tokio::time::timeout(SOON, second.wait()).await.unwrap().unwrap();
    assert!(!status.success());
    first.drain();
    assert_eq!(first.ended().await.error, None);
}

#[tokio::test]
async fn the_job_of_a_killed_worker_process_runs_again_within_two_seconds() {
    let shop = Shop::new();
    let id = shop.submit(NewJob { params: json!({ "ms": 2500 }), ..new_job("wait") }).await;
    let mut doomed = shop.other_process("doomed");
    shop.runs(&id).await;
    let orphans = shop.children();
    assert_eq!(orphans.len(), 1);
    let worker = shop.worker(1);
    eventually(SOON, async || shop.store.workers().await.unwrap().len() == 2).await;

    doomed.start_kill().unwrap();
    let killed_at = Instant::now();
    let rescued = async || shop.store.attempts(&id).await.unwrap().len() == 2;
    eventually(SOON, rescued).await;
    assert!(killed_at.elapsed() < Duration::from_secs(2), "{:?}", killed_at.elapsed());
    assert!(!shop.children().contains(&orphans[0]), "the dead worker's child lives on");
    shop.reaches(&id, JobState::Finished).await;
    assert_eq!(shop.outcomes(&id).await, [Some(AttemptOutcome::WorkerLost), Some(AttemptOutcome::Finished)]);
    assert_eq!(shop.job(&id).await.attempts_finished, 1);

    // The next worker clears away what the dead one left.
    worker.drain();
    worker.ended().await;
    assert!(!shop.scratch_is_empty());
    let cleaner = shop.worker_with(|options| options.burst = true);
    cleaner.ended().await;
    assert!(shop.scratch_is_empty());
}

#[tokio::test]
async fn many_short_jobs_each_finish_once() {
    let shop = Shop::new();
    for _ in 0..40 {
        shop.submit(NewJob { params: Value::Null, ..new_job("copy") }).await;
    }
    let workers: Vec<_> =
        (0..3).map(|_| shop.worker_with(|options| (options.burst, options.slots) = (true, 2))).collect();
    let mut finished = 0;
    for worker in workers {
        finished += worker.ended().await.finished;
    }
    assert_eq!(finished, 40);
    assert_eq!(shop.store.counts(None).await.unwrap().get(&JobState::Finished), Some(&40));
    assert!(shop.scratch_is_empty());
}

#[tokio::test]
#[ignore = "waits for a lease to end, about 20 s; make test-long runs it"]
async fn a_worker_that_slept_through_its_lease_is_refused_when_it_wakes() {
    use rustix::process::{Pid, Signal, kill_process};
    let shop = Shop::new();
    let id = shop.submit(NewJob { params: json!({ "ms": 1000 }), ..new_job("wait") }).await;
    let sleeper = shop.other_process("sleeper");
    shop.runs(&id).await;
    let pid = Pid::from_raw(sleeper.id().unwrap() as i32).unwrap();
    kill_process(pid, Signal::STOP).unwrap();
    let _worker = shop.worker(1);
    // The child of the sleeper finishes meanwhile; its answer waits in the pipe.
    eventually(2 * SOON, async || shop.job(&id).await.state == JobState::Finished).await;
    kill_process(pid, Signal::CONT).unwrap();
    let heard = async || {
        let workers = shop.store.workers().await.unwrap();
        workers.iter().any(|worker| worker.spec.name == "sleeper" && worker.state == WorkerState::Idle)
    };
    eventually(SOON, heard).await;
    eventually(SOON, async || shop.children().is_empty()).await;
    assert_eq!(shop.outcomes(&id).await, [Some(AttemptOutcome::WorkerLost), Some(AttemptOutcome::Finished)]);
    let job = shop.job(&id).await;
    assert_eq!((job.attempts_finished, job.worker.as_deref() == Some("sleeper")), (1, false));
}
