//! A store of its own, workers on it, and a look at their children.

use penstock_jobs::{
    Actor, ArtifactRef, ArtifactRole, Artifacts, AttemptOutcome, Job, JobId, JobState, NewJob, Store,
};
use penstock_testkit::{Place, eventually};
use penstock_worker::{WorkerHandle, WorkerOptions, child};
use rustix::process::Pid;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

/// Long enough for a busy computer.
pub(crate) const SOON: Duration = Duration::from_secs(20);

pub(crate) fn actor() -> Actor {
    Actor("test".into())
}

/// The program with the tests' tasks; `cargo test` builds it along with the tests.
fn program() -> PathBuf {
    let here = std::env::current_exe().unwrap();
    let program = here.parent().and_then(Path::parent).unwrap().join("examples/child");
    assert!(program.is_file(), "{} is missing; cargo test without --test builds it", program.display());
    program
}

pub(crate) struct Shop {
    place: Place,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) artifacts: Arc<dyn Artifacts>,
}

impl Shop {
    pub(crate) fn new() -> Self {
        child::set_executable(program());
        let place = Place::new();
        Self { store: place.store(), artifacts: place.artifacts(), place }
    }

    pub(crate) fn worker(&self, slots: u32) -> WorkerHandle {
        self.worker_with(|options| options.slots = slots)
    }

    pub(crate) fn worker_with(&self, change: impl FnOnce(&mut WorkerOptions)) -> WorkerHandle {
        let mut options = WorkerOptions {
            name: None,
            queues: vec!["default".into()],
            slots: 1,
            burst: false,
            max_jobs: None,
            scratch: self.place.scratch().to_owned(),
            limits: child::Limits::default(),
            adapters: penstock_worker::adapters::AdapterSettings::default(),
        };
        change(&mut options);
        penstock_worker::start(options, Arc::clone(&self.store), Arc::clone(&self.artifacts))
    }

    /// A worker with two slots in a process of its own, killed when it is dropped.
    pub(crate) fn other_process(&self, name: &str) -> tokio::process::Child {
        let mut command = tokio::process::Command::new(program());
        command.args(["worker", &self.place.url(), name]).stdin(Stdio::null()).kill_on_drop(true);
        command.spawn().unwrap()
    }

    pub(crate) async fn input(&self, name: &str, content: &[u8]) -> ArtifactRef {
        let stored = self.artifacts.put_bytes(content).await.unwrap();
        let media_type = "image/svg+xml".into();
        ArtifactRef {
            name: name.into(),
            role: ArtifactRole::Input,
            sha256: stored.sha256,
            bytes: stored.bytes,
            media_type,
        }
    }

    pub(crate) async fn submit(&self, job: NewJob) -> JobId {
        self.store.submit(vec![job], &actor()).await.unwrap().remove(0).id
    }

    pub(crate) async fn job(&self, id: &JobId) -> Job {
        self.store.job(id).await.unwrap()
    }

    #[track_caller]
    pub(crate) fn reaches<'a>(&'a self, id: &'a JobId, state: JobState) -> impl Future<Output = ()> + 'a {
        eventually(SOON, move || async move { self.job(id).await.state == state })
    }

    /// Waits until the job's task itself says something.
    #[track_caller]
    pub(crate) fn runs<'a>(&'a self, id: &'a JobId) -> impl Future<Output = ()> + 'a {
        eventually(SOON, move || async move {
            let job = self.job(id).await;
            job.state == JobState::Running
                && (job.progress.is_some() || (job.task == "sleep" && !self.children().is_empty()))
        })
    }

    pub(crate) async fn outcomes(&self, id: &JobId) -> Vec<Option<AttemptOutcome>> {
        self.store.attempts(id).await.unwrap().into_iter().map(|attempt| attempt.outcome).collect()
    }

    /// The processes that stand in this store's scratch folder.
    pub(crate) fn children(&self) -> Vec<Pid> {
        let scratch = self.place.scratch().canonicalize().unwrap();
        let stands_there = |entry: &std::fs::DirEntry| {
            std::fs::read_link(entry.path().join("cwd")).is_ok_and(|cwd| cwd.starts_with(&scratch))
        };
        let processes = std::fs::read_dir("/proc").unwrap().flatten().filter(stands_there);
        processes.filter_map(|entry| Pid::from_raw(entry.file_name().to_str()?.parse().ok()?)).collect()
    }

    pub(crate) fn scratch_is_empty(&self) -> bool {
        std::fs::read_dir(self.place.scratch()).unwrap().next().is_none()
    }
}
