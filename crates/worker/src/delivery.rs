//! The end of an attempt on its way to the store.

use crate::attempt::{ARTIFACT_PATIENCE, Ended, Next, Tally, Why};
use crate::child::{End, MadeFile};
use crate::claims::Bench;
use crate::leases::{Hold, LeaseEnd};
use crate::settle::settle;
use penstock_jobs::{ArtifactRef, Completion, Failure, FailureClass, Job, StoreError, crash_point};
use std::path::PathBuf;
use std::time::Duration;
use tokio::time::Instant;

/// The lease alone decides how long the end of an attempt is worth saying.
const AS_LONG_AS_IT_IS_OURS: Duration = Duration::from_secs(3600);
/// Files that are put with one word: half a megabyte of small ones.
const TOGETHER: usize = 16;

/// Says how the attempt ended, for as long as the lease holds; what nobody takes is dropped and logged.
pub(crate) async fn deliver(bench: &Bench, job: &Job, hold: &mut Hold, end: End, why: Option<Why>) -> Ended {
    let end = match (end, &why) {
        // What a task kept when it was stopped is for the person who cancelled it; otherwise it runs again.
        (End::Done { .. }, Some(_)) if !hold.is_cancelled() => End::Stopped,
        (end, _) => end,
    };
    let (ended, said) = match (end, why) {
        (End::Done { report, files }, _) => done(bench, job, hold, report, files).await,
        (End::Stopped, Some(Why::Lease(LeaseEnd::Lost | LeaseEnd::Fenced))) => {
            tracing::warn!(job.id = %job.id, worker.name = bench.name, "the lease is gone; stopped the job and dropped its output");
            return Tally::Neither.alone();
        }
        (End::Stopped, Some(Why::WorkerStops)) if !hold.is_cancelled() => give_back(bench, hold).await,
        (End::Stopped, Some(_)) => cancelled(bench, hold).await,
        // A person does not want it any more: how else it ended matters to nobody.
        (End::Failed(_) | End::Died(_), _) if hold.is_cancelled() => cancelled(bench, hold).await,
        (End::Failed(failure), _) => failed(bench, job, hold, &failure, false).await,
        (End::Died(failure), _) => failed(bench, job, hold, &failure, true).await,
        (End::Stopped, None) => {
            let failure = Failure::new(FailureClass::Crash, "The task stopped without being asked to");
            failed(bench, job, hold, &failure, true).await
        }
    };
    match said {
        Ok(()) => ended,
        Err(StoreError::NotYours(_)) => {
            tracing::warn!(job.id = %job.id, worker.name = bench.name, "another attempt holds the job; dropped this one's output");
            Tally::Neither.alone()
        }
        Err(error) => {
            tracing::error!(job.id = %job.id, worker.name = bench.name, %error, "the end of an attempt could not be written; the rescuer will find the job");
            Tally::Neither.alone()
        }
    }
}

impl Tally {
    /// Without a next job.
    fn alone(self) -> Ended {
        Ended { tally: self, next: None }
    }
}

type Said = (Ended, Result<(), StoreError>);

async fn done(
    bench: &Bench,
    job: &Job,
    hold: &mut Hold,
    report: serde_json::Value,
    files: Vec<MadeFile>,
) -> Said {
    let artifacts = match put(bench, hold, files).await {
        Ok(artifacts) => artifacts,
        Err(error @ StoreError::NotYours(_)) => return (Tally::Neither.alone(), Err(error)),
        Err(error) => {
            let failure = Failure::new(FailureClass::Server, "The result cannot be put into the store")
                .advise("Check that the store can be reached and that its disk has room, then try again")
                .detail(error.to_string());
            return failed(bench, job, hold, &failure, false).await;
        }
    };
    let completion = Completion { report, artifacts };
    crash_point("worker.before-the-end-is-said");
    let said = finish(bench, hold, &completion).await;
    if said.is_ok() {
        tracing::info!(job.id = %job.id, "job finished");
    }
    match said {
        Ok(next) => (Ended { tally: Tally::Finished, next }, Ok(())),
        Err(error) => (Tally::Finished.alone(), Err(error)),
    }
}

/// Says that it is done, and takes the slot's next job with the same word where the worker goes on.
async fn finish(bench: &Bench, hold: &mut Hold, completion: &Completion) -> Result<Option<Next>, StoreError> {
    let lease = hold.lease().clone();
    if let Some(place) = bench.intake.place() {
        let (asked_at, request) = (Instant::now(), bench.request());
        let said = tokio::select! {
            biased;
            said = bench.store.finish_and_claim(&lease, completion, &request) => said,
            _ = hold.gone() => Err(StoreError::NotYours(lease.job.clone())),
        };
        match said {
            Ok(claim) => {
                crash_point("worker.next-taken");
                return Ok(claim.map(|claim| {
                    place.take();
                    Next { claim, asked_at }
                }));
            }
            // Said again below; what may have been taken is found by the rescuer when its lease has ended.
            Err(StoreError::Unavailable(error)) => tracing::debug!(error, "the store is away; trying again"),
            Err(error) => return Err(error),
        }
    }
    settle(hold, AS_LONG_AS_IT_IS_OURS, || bench.store.finish(&lease, completion)).await?;
    Ok(None)
}

async fn put(bench: &Bench, hold: &mut Hold, files: Vec<MadeFile>) -> Result<Vec<ArtifactRef>, StoreError> {
    let mut artifacts = Vec::with_capacity(files.len());
    for together in files.chunks(TOGETHER) {
        let paths: Vec<PathBuf> = together.iter().map(|file| file.path.clone()).collect();
        let stored = settle(hold, ARTIFACT_PATIENCE, || bench.artifacts.put_files(&paths)).await?;
        crash_point("worker.artifact-put");
        artifacts.extend(together.iter().zip(stored).map(|(file, stored)| ArtifactRef {
            name: file.name.clone(),
            role: file.role,
            sha256: stored.sha256,
            bytes: stored.bytes,
            media_type: file.media_type.clone(),
        }));
    }
    Ok(artifacts)
}

async fn failed(bench: &Bench, job: &Job, hold: &mut Hold, failure: &Failure, child_died: bool) -> Said {
    let lease = hold.lease().clone();
    let said = settle(hold, AS_LONG_AS_IT_IS_OURS, || bench.store.fail(&lease, failure, child_died)).await;
    if let Ok(state) = &said {
        tracing::info!(job.id = %job.id, job.state = %state, failure.class = ?failure.class, failure.title, "job failed");
    }
    (Tally::Failed.alone(), said.map(drop))
}

async fn cancelled(bench: &Bench, hold: &mut Hold) -> Said {
    let lease = hold.lease().clone();
    (Tally::Neither.alone(), settle(hold, AS_LONG_AS_IT_IS_OURS, || bench.store.cancelled(&lease)).await)
}

async fn give_back(bench: &Bench, hold: &mut Hold) -> Said {
    let lease = hold.lease().clone();
    (Tally::Neither.alone(), settle(hold, AS_LONG_AS_IT_IS_OURS, || bench.store.give_back(&lease)).await)
}
