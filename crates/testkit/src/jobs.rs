use penstock_jobs::{NewJob, Retry, WorkerSpec};

/// A job of this task with nothing special about it: queue `default`, ten minutes, no retries. Change what
/// matters with `NewJob { queue: "high".into(), ..new_job("plot") }`.
#[must_use]
pub fn new_job(task: &str) -> NewJob {
    NewJob {
        id: None,
        task: task.to_owned(),
        task_version: 1,
        params: serde_json::json!({}),
        inputs: Vec::new(),
        queue: "default".to_owned(),
        label: format!("{task}.svg"),
        at_front: false,
        not_before_ms: None,
        after: Vec::new(),
        retry: Retry::default(),
        timeout_s: 600,
        result_ttl_s: None,
        failure_ttl_s: None,
        idempotency_key: None,
        rerun_after_crash: true,
        hold: false,
    }
}

/// A worker of this process with this name, one slot, that takes from these queues.
#[must_use]
pub fn worker(name: &str, queues: &[&str]) -> WorkerSpec {
    WorkerSpec {
        name: name.to_owned(),
        host: "test".to_owned(),
        pid: std::process::id(),
        incarnation: penstock_queue::incarnation_of_this_process(),
        queues: queues.iter().map(|queue| (*queue).to_owned()).collect(),
        slots: 1,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
