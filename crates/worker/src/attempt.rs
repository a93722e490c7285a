//! One attempt: fetch the inputs, run the child, stop it when the lease or the worker says so.

use crate::adapters;
use crate::child::{self, End, Limits, Request, RequestInput};
use crate::claims::Bench;
use crate::delivery;
use crate::handle::Mode;
use crate::leases::{Hold, LeaseEnd};
use crate::progress::Forwarder;
use crate::scratch::AttemptFolder;
use crate::settle::settle;
use penstock_jobs::{Claim, Failure, FailureClass, Job, StoreError, crash_point};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// How long the artifact store may be away before an attempt fails on it.
pub(crate) const ARTIFACT_PATIENCE: Duration = Duration::from_secs(30);

/// What an attempt adds to the worker's summary.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tally {
    Finished,
    Failed,
    /// Cancelled, given back, or lost.
    Neither,
}

/// Why a child was stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Why {
    Lease(LeaseEnd),
    WorkerStops,
}

/// What came of an attempt.
pub(crate) struct Ended {
    pub(crate) tally: Tally,
    /// The job that was taken with the end of this one.
    pub(crate) next: Option<Next>,
}

/// A job that was taken for the slot that became free.
pub(crate) struct Next {
    pub(crate) claim: Claim,
    pub(crate) asked_at: Instant,
}

/// Runs one claimed job to its end and says so to the store.
pub(crate) async fn work_on(bench: Arc<Bench>, job: Job, mut hold: Hold) -> Ended {
    tracing::info!(job.id = %job.id, job.task = job.task, job.attempt = job.attempt, "job started");
    crash_point("worker.claimed");
    if may_share_a_child(&job) {
        in_crew(&bench, &job, &mut hold).await
    } else {
        alone(bench, &job, &mut hold).await
    }
}

/// A task of ours without files: nothing that it reads was made by a stranger but its parameters, which are
/// checked.
fn may_share_a_child(job: &Job) -> bool {
    job.inputs.is_empty() && adapters::find(&job.task).is_none() && penstock_tasks::knows(&job.task)
}

/// In a child that ran other such jobs before, in a folder that belongs to the child.
async fn in_crew(bench: &Bench, job: &Job, hold: &mut Hold) -> Ended {
    crash_point("worker.folder-made");
    crash_point("worker.inputs-fetched");
    let request = Request { task: job.task.clone(), params: job.params.clone(), inputs: Vec::new() };
    let limits = limits(&bench.options.limits, job.timeout_s);
    let forwarder = Forwarder::new(Arc::clone(&bench.store), hold.lease().clone());
    let mut on_progress = |report| forwarder.report(report);
    let (stop, stopped) = watch::channel(false);
    let child = bench.crew.run(&request, &limits, &mut on_progress, stopped);
    let ((end, left), why) = watched(bench, hold, &stop, child).await;
    crash_point("worker.child-ended");
    let ended = delivery::deliver(bench, job, hold, end, why).await;
    crash_point("worker.end-said");
    bench.crew.take_back(left).await;
    crash_point("worker.folder-removed");
    ended
}

/// In a child and a folder of its own.
async fn alone(bench: Arc<Bench>, job: &Job, hold: &mut Hold) -> Ended {
    let scratch = Arc::clone(&bench.scratch);
    let attempt = hold.lease().attempt.clone();
    let folder = tokio::task::spawn_blocking(move || scratch.attempt(&attempt)).await;
    let folder = match folder.map_err(std::io::Error::other).flatten() {
        Ok(folder) => folder,
        Err(error) => {
            let failure = Failure::new(FailureClass::Server, "This worker cannot make a folder for the job")
                .advise("Check the free space and the permissions of the worker's scratch folder")
                .detail(error.to_string());
            return delivery::deliver(&bench, job, hold, End::Failed(failure), None).await;
        }
    };
    crash_point("worker.folder-made");
    let (end, why) = run(&bench, job, hold, &folder).await;
    crash_point("worker.child-ended");
    let ended = delivery::deliver(&bench, job, hold, end, why).await;
    crash_point("worker.end-said");
    // Kept until the store has acknowledged the end; its size may be large, its removal slow.
    if let Err(error) = tokio::task::spawn_blocking(move || drop(folder)).await {
        tracing::warn!(job.id = %job.id, %error, "the attempt's folder may still be there");
    }
    crash_point("worker.folder-removed");
    ended
}

/// Runs what the job asks for: a function of another system through its adapter, else a task of ours.
async fn run(bench: &Bench, job: &Job, hold: &mut Hold, folder: &AttemptFolder) -> (End, Option<Why>) {
    if let Some(adapter) = adapters::find(&job.task) {
        return Box::pin(adapters::run(adapter, bench, job, hold, folder)).await;
    }
    if let Err(end) = fetch_inputs(bench, job, hold, folder).await {
        return (end, None);
    }
    crash_point("worker.inputs-fetched");
    let inputs = job.inputs.iter().enumerate();
    let inputs = inputs.map(|(at, input)| RequestInput { name: input.name.clone(), path: folder.input(at) });
    let request = Request { task: job.task.clone(), params: job.params.clone(), inputs: inputs.collect() };
    in_child(bench, job, hold, &request, &folder.run()).await
}

/// Runs one task in a child under the eyes of lease and worker.
pub(crate) async fn in_child(
    bench: &Bench,
    job: &Job,
    hold: &mut Hold,
    request: &Request,
    room: &Path,
) -> (End, Option<Why>) {
    let limits = limits(&bench.options.limits, job.timeout_s);
    let forwarder = Forwarder::new(Arc::clone(&bench.store), hold.lease().clone());
    let mut on_progress = |report| forwarder.report(report);
    let (stop, stopped) = watch::channel(false);
    watched(bench, hold, &stop, child::run(request, room, &limits, &mut on_progress, stopped)).await
}

/// Waits for a child, and stops it when lease or worker say so.
async fn watched<T>(
    bench: &Bench,
    hold: &mut Hold,
    stop: &watch::Sender<bool>,
    child: impl Future<Output = T>,
) -> (T, Option<Why>) {
    tokio::pin!(child);
    tokio::select! {
        biased;
        end = &mut child => (end, None),
        why = reason_to_stop(bench, hold) => {
            stop.send_replace(true);
            (child.await, Some(why))
        }
    }
}

/// Returns when what runs must end.
pub(crate) async fn reason_to_stop(bench: &Bench, hold: &mut Hold) -> Why {
    let mut mode = bench.control.watch();
    tokio::select! {
        end = hold.ended() => Why::Lease(end),
        _ = mode.wait_for(|mode| *mode == Mode::StopNow) => Why::WorkerStops,
    }
}

/// The job's own time-out is the wall clock; CPU time only catches what escapes that.
fn limits(base: &Limits, timeout_s: u64) -> Limits {
    let wall = Duration::from_secs(timeout_s.max(1));
    Limits { wall, cpu: base.cpu.max(wall + Duration::from_secs(5)), ..base.clone() }
}

async fn fetch_inputs(bench: &Bench, job: &Job, hold: &mut Hold, folder: &AttemptFolder) -> Result<(), End> {
    for (at, input) in job.inputs.iter().enumerate() {
        let to = folder.input(at);
        let fetched = settle(hold, ARTIFACT_PATIENCE, || bench.artifacts.fetch(&input.sha256, &to)).await;
        fetched.map_err(|error| {
            let failure = match error {
                StoreError::Invalid(_) => {
                    Failure::new(FailureClass::Server, format!("{} is not in the store any more", input.name))
                        .advise("Submit the file again")
                }
                StoreError::Damaged(_) => Failure::new(
                    FailureClass::Server,
                    format!("The stored copy of {} is damaged", input.name),
                )
                .advise("Submit the file again, and check the disk"),
                _ => Failure::new(
                    FailureClass::Server,
                    format!("{} cannot be fetched from the store", input.name),
                )
                .advise("Check that the store can be reached and that its disk has room"),
            };
            End::Failed(failure.detail(error.to_string()))
        })?;
    }
    Ok(())
}
