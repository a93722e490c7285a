use async_trait::async_trait;
use penstock_jobs::{
    Actor, ArtifactRef, ArtifactRole, Claim, ClaimRequest, Completion, Failure, FailureClass, Job, JobFilter,
    JobId, JobState, NewJob, Retry, Store, StoreError, WorkerSpec,
};
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

/// Makes stores to test.
#[async_trait]
pub trait Factory: Send + Sync {
    /// An empty store.
    async fn fresh(&self) -> Ground;
}

/// An empty store for one case.
pub struct Ground {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The same store once more, over a connection of its own: another process.
    pub other: Arc<dyn Store>,
    /// A worker that was not heard of for so long is lost. A fraction of a second, for tests.
    pub worker_lost_after: Duration,
    /// Whatever must live as long as the store: its folder, its server.
    pub keep: Box<dyn Any + Send + Sync>,
}

/// Longer than any case runs.
pub(super) const LONG: Duration = Duration::from_secs(600);
/// A lease that is meant to end.
pub(super) const SHORT: Duration = Duration::from_millis(60);
/// Most that a case waits for a condition.
pub(super) const DEADLINE: Duration = Duration::from_secs(20);

/// The person in the cases.
#[must_use]
pub fn actor() -> Actor {
    Actor("test:anna".to_owned())
}

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
        batch: None,
    }
}

/// A worker of this process with this name, one slot, that takes from these queues.
#[must_use]
pub fn worker(name: &str, queues: &[&str]) -> WorkerSpec {
    WorkerSpec {
        name: name.to_owned(),
        host: "test".to_owned(),
        pid: std::process::id(),
        incarnation: crate::incarnation_of_this_process(),
        queues: queues.iter().map(|queue| (*queue).to_owned()).collect(),
        slots: 1,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// A job with this label.
pub(super) fn labelled(label: &str) -> NewJob {
    NewJob { label: label.to_owned(), ..new_job("plot") }
}

/// A failure that another attempt may mend.
pub(super) fn failure() -> Failure {
    Failure::new(FailureClass::Task, "The pen ran dry").advise("Fill it").detail("exit status 1")
}

/// A result without files.
pub(super) fn completion() -> Completion {
    Completion { report: serde_json::json!({"paths": 3}), artifacts: Vec::new() }
}

/// A file that is named but not there: the store knows only names.
pub(super) fn artifact(name: &str, role: ArtifactRole) -> ArtifactRef {
    let digit = name.bytes().fold(0_u8, u8::wrapping_add);
    ArtifactRef {
        name: name.to_owned(),
        role,
        sha256: format!("{digit:02x}").repeat(32),
        bytes: 12,
        media_type: "image/svg+xml".to_owned(),
    }
}

/// Milliseconds since 1970, so far from now.
pub(super) fn from_now_ms(delta: i64) -> i64 {
    crate::clock::now().wall_ms + delta
}

impl Ground {
    /// Submits one job.
    pub(super) async fn submit(&self, job: NewJob) -> JobId {
        let submitted = self.store.submit(vec![job], &actor()).await.unwrap();
        assert!(!submitted[0].duplicate);
        submitted[0].id.clone()
    }

    /// Submits a job for each label, in order.
    pub(super) async fn submit_all(&self, labels: &[&str]) -> Vec<JobId> {
        let jobs = labels.iter().map(|label| labelled(label)).collect();
        self.store.submit(jobs, &actor()).await.unwrap().into_iter().map(|submitted| submitted.id).collect()
    }

    /// Registers a worker of this process with this name, for the queue `default`.
    pub(super) async fn register(&self, name: &str) {
        self.store.register(&worker(name, &["default"])).await.unwrap();
    }

    /// Asks for a job of these queues with this lease; registers the worker `w` first.
    pub(super) async fn ask(&self, queues: &[&str], lease: Duration) -> Option<Claim> {
        self.register("w").await;
        self.ask_as("w", queues, lease).await
    }

    /// Asks for a job as a worker that is registered.
    pub(super) async fn ask_as(&self, worker: &str, queues: &[&str], lease: Duration) -> Option<Claim> {
        let queues = queues.iter().map(|queue| (*queue).to_owned()).collect();
        self.store.claim(&ClaimRequest { worker: worker.to_owned(), queues, lease }).await.unwrap()
    }

    /// Takes the next job of `default`, which must be there.
    pub(super) async fn claim(&self) -> Claim {
        self.ask(&["default"], LONG).await.expect("a ready job in the queue default")
    }

    /// Takes the next job of `default`, which must be this one.
    pub(super) async fn claim_this(&self, id: &JobId) -> Claim {
        let claim = self.claim().await;
        assert_eq!(&claim.job.id, id, "another job came first");
        claim
    }

    /// Takes the next job of `default`, which must be this one, and finishes it.
    pub(super) async fn finish(&self, id: &JobId) {
        let claim = self.claim_this(id).await;
        self.store.finish(&claim.lease, &completion()).await.unwrap();
    }

    /// Takes the next job of `default`, which must be this one, and lets it fail.
    pub(super) async fn fail(&self, id: &JobId) -> JobState {
        let claim = self.claim_this(id).await;
        self.store.fail(&claim.lease, &failure(), false).await.unwrap()
    }

    /// Cancels one job.
    pub(super) async fn cancel(&self, id: &JobId) {
        self.store.cancel(std::slice::from_ref(id), &actor()).await.unwrap();
    }

    /// Lets one held job go.
    pub(super) async fn release(&self, id: &JobId) {
        self.store.release_held(std::slice::from_ref(id), &actor()).await.unwrap();
    }

    /// Retries one job.
    pub(super) async fn retry(&self, id: &JobId) {
        self.store.retry(std::slice::from_ref(id), &actor()).await.unwrap();
    }

    /// Deletes one job.
    pub(super) async fn delete(&self, id: &JobId) {
        self.store.delete(std::slice::from_ref(id), &actor()).await.unwrap();
    }

    /// The job as it stands.
    pub(super) async fn job(&self, id: &JobId) -> Job {
        self.store.job(id).await.unwrap()
    }

    /// Its state.
    pub(super) async fn state(&self, id: &JobId) -> JobState {
        self.job(id).await.state
    }

    /// Takes whatever `default` gives, until it is empty; the labels in order.
    pub(super) async fn drain(&self) -> Vec<String> {
        self.drain_of(&["default"]).await
    }

    /// Takes whatever these queues give, until they are empty; the labels in order.
    pub(super) async fn drain_of(&self, queues: &[&str]) -> Vec<String> {
        let mut labels = Vec::new();
        while let Some(claim) = self.ask(queues, LONG).await {
            labels.push(claim.job.label.clone());
            self.store.finish(&claim.lease, &completion()).await.unwrap();
        }
        labels
    }

    /// Labels of a list.
    pub(super) async fn labels(&self, filter: JobFilter) -> Vec<String> {
        self.store.list(&filter).await.unwrap().jobs.into_iter().map(|job| job.label).collect()
    }

    /// Calls the rescuer until it has taken back so many jobs.
    pub(super) async fn rescue(&self, jobs: usize) -> Vec<penstock_jobs::Rescued> {
        let deadline = std::time::Instant::now() + DEADLINE;
        let mut rescued = Vec::new();
        while rescued.len() < jobs {
            assert!(std::time::Instant::now() < deadline, "only {} of {jobs} were rescued", rescued.len());
            rescued.extend(self.store.rescue().await.unwrap());
            self.store.changed(Duration::from_millis(10)).await;
        }
        rescued
    }
}

/// The state that a refused step was tried from.
#[track_caller]
pub(super) fn not_now<T: std::fmt::Debug>(answer: Result<T, StoreError>) -> JobState {
    match answer {
        Err(StoreError::NotNow(illegal)) => illegal.from,
        other => panic!("expected a refusal because of the state, got {other:?}"),
    }
}

/// The sentence of a refusal.
#[track_caller]
pub(super) fn invalid<T: std::fmt::Debug>(answer: Result<T, StoreError>) -> String {
    match answer {
        Err(StoreError::Invalid(text)) => text,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// Requires that a writer without the right to is refused.
#[track_caller]
pub(super) fn not_yours<T: std::fmt::Debug>(answer: Result<T, StoreError>) {
    assert!(matches!(answer, Err(StoreError::NotYours(_))), "expected a fenced writer, got {answer:?}");
}
