use super::*;
use serde_json::json;

const NOW: i64 = 1_000_000;

fn job(id: &str, state: &str, over: serde_json::Value) -> Job {
    let mut whole = json!({
        "id": id, "task": "plot", "task_version": 1, "params": {}, "inputs": [], "label": id,
        "queue": "default", "state": state, "attempt": 0, "attempts_finished": 0,
        "retry": {"max": 0, "intervals_s": []}, "timeout_s": 60, "result_ttl_s": null,
        "failure_ttl_s": null, "idempotency_key": null, "after": [], "rerun_after_crash": true,
        "cancel_requested": false, "waits_for": null, "worker": null, "progress": null,
        "created_at_ms": 0, "not_before_ms": null, "started_at_ms": null, "ended_at_ms": null,
        "failure": null, "artifacts": [], "expired": false,
    });
    for (name, value) in over.as_object().unwrap() {
        whole[name] = value.clone();
    }
    serde_json::from_value(whole).unwrap()
}

fn worker(name: &str, state: &str, slots: u32, queues: &[&str]) -> WorkerInfo {
    serde_json::from_value(json!({
        "name": name, "host": "shop", "pid": 1, "incarnation": null, "queues": queues, "slots": slots,
        "version": "1", "kind": "penstock", "state": state, "started_at_ms": 0, "heard_at_ms": NOW,
        "jobs": [], "finished": 0, "failed": 0,
    }))
    .unwrap()
}

/// Finished jobs of a task that took so many ms each.
fn took(task: &str, times: &[i64]) -> Vec<Job> {
    times
        .iter()
        .map(|ms| job("old", "finished", json!({"task": task, "started_at_ms": 0, "ended_at_ms": ms})))
        .collect()
}

fn waiting(count: usize) -> Vec<Job> {
    (0..count).map(|at| job(&format!("w{at}"), "queued", json!({}))).collect()
}

fn look(workers: &[WorkerInfo], jobs: &[Job], history: &[Job]) -> Outlook {
    Shop { now_ms: NOW, workers, paused: HashSet::new() }.outlook(jobs, &Took::of(history))
}

fn starts(outlook: &Outlook) -> Vec<i64> {
    outlook.starts.iter().map(|start| start.at_ms - NOW).collect()
}

#[test]
fn jobs_start_as_soon_as_a_slot_is_free() {
    let two_slots = [worker("a", "idle", 2, &["default"])];
    let outlook = look(&two_slots, &waiting(5), &took("plot", &[100]));
    assert_eq!(starts(&outlook), [0, 0, 100, 100, 200]);
    assert_eq!(outlook.done_ms, Some(NOW + 300));
}

#[test]
fn the_range_comes_from_the_quartiles() {
    let one = [worker("a", "idle", 1, &["default"])];
    let outlook = look(&one, &waiting(2), &took("plot", &[10, 20, 30, 40, 500]));
    let done = [outlook.early_ms, outlook.done_ms, outlook.late_ms].map(|ms| ms.unwrap() - NOW);
    assert_eq!((done, outlook.learnt_from), ([40, 60, 80], 5));
}

#[test]
fn a_task_that_never_finished_here_is_measured_by_the_others() {
    let one = [worker("a", "idle", 1, &["default"])];
    let other = [job("w", "queued", json!({"task": "quote"}))];
    assert_eq!(look(&one, &other, &took("plot", &[70])).done_ms, Some(NOW + 70));
    let nothing = look(&one, &other, &[]);
    assert_eq!((nothing.done_ms, nothing.starts.len(), nothing.learnt_from), (None, 0, 0));
}

#[test]
fn what_runs_holds_its_slot_for_what_it_has_left() {
    let one = [worker("a", "busy", 1, &["default"])];
    let mut jobs = vec![job("r", "running", json!({"worker": "a", "started_at_ms": NOW - 30}))];
    jobs.extend(waiting(1));
    assert_eq!(starts(&look(&one, &jobs, &took("plot", &[100]))), [70]);
    // Its own progress says more than what others took.
    let progress = json!({"stage": "Ordering", "fraction": 0.75, "at_ms": NOW});
    jobs[0] = job("r", "running", json!({"worker": "a", "started_at_ms": NOW - 30, "progress": progress}));
    assert_eq!(starts(&look(&one, &jobs, &took("plot", &[100]))), [10]);
}

#[test]
fn jobs_that_nobody_takes_are_counted_and_not_timed() {
    let workers = [worker("a", "idle", 1, &["high"]), worker("b", "lost", 4, &["default"])];
    let outlook = look(&workers, &waiting(3), &took("plot", &[100]));
    assert_eq!((outlook.stuck, outlook.done_ms, outlook.starts.len()), (3, None, 0));
    let mine = [worker("a", "idle", 1, &["default"])];
    let paused = Shop { now_ms: NOW, workers: &mine, paused: ["default".to_owned()].into() };
    assert_eq!(paused.outlook(&waiting(3), &Took::of(&took("plot", &[100]))).stuck, 3);
}

#[test]
fn a_job_that_waits_for_a_time_does_not_start_before_it() {
    let one = [worker("a", "idle", 1, &["default"])];
    let later = [job("l", "retrying", json!({"not_before_ms": NOW + 5_000}))];
    assert_eq!(starts(&look(&one, &later, &took("plot", &[100]))), [5_000]);
}
