//! What keeps a store healthy: rescue, promote, expire, collect. Every worker does it, and so does the
//! app; the store makes each step harmless when many do.

use crate::progress::now_ms;
use penstock_jobs::{Artifacts, Store, StoreError};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

const RESCUE_EVERY: Duration = Duration::from_secs(5);
/// Between two looks whether a worker of this computer is gone.
const LOOK_EVERY: Duration = Duration::from_millis(500);
const EXPIRE_EVERY: Duration = Duration::from_secs(60);
const COLLECT_EVERY: Duration = Duration::from_secs(600);
/// Longest wait for a job's time; a store whose clock was set is noticed after this.
const PROMOTE_AT_LEAST: Duration = Duration::from_secs(1);
/// An artifact is put before the job that names it is written: young ones are nobody's business.
const COLLECT_OLDER_THAN: Duration = Duration::from_secs(3600);
const HASHES_AT_ONCE: usize = 500;

/// Maintains a store until `stop` is true or its sender is gone: puts back the jobs of dead workers (those
/// of this computer within a second or so, others when their lease has ended), starts scheduled jobs on
/// time, ends lifetimes, and removes artifacts that no job names.
pub async fn maintain(store: Arc<dyn Store>, artifacts: Arc<dyn Artifacts>, mut stop: watch::Receiver<bool>) {
    let work = async {
        tokio::join!(rescue(&*store), promote(&*store), expire(&*store), collect(&*store, &*artifacts))
    };
    tokio::select! {
        _ = work => (),
        // Both "stop" and "nobody can say stop any more" end it.
        _ = stop.wait_for(|stop| *stop) => (),
    }
}

async fn rescue(store: &dyn Store) {
    let mut ticks = interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut rescued_at: Option<tokio::time::Instant> = None;
    loop {
        ticks.tick().await;
        let due = rescued_at.is_none_or(|at| at.elapsed() >= RESCUE_EVERY);
        if !due && !a_neighbour_died(store).await {
            continue;
        }
        rescued_at = Some(tokio::time::Instant::now());
        match store.rescue().await {
            Ok(rescued) => rescued.iter().for_each(|one| {
                tracing::warn!(job.id = %one.job, job.state = %one.state, worker.name = one.worker, "rescued the job of a dead worker");
            }),
            Err(error) => complain("dead workers' jobs could not be looked for", &error),
        }
    }
}

/// Whether a worker that still has jobs was a process of this computer, and is gone.
async fn a_neighbour_died(store: &dyn Store) -> bool {
    store.workers().await.is_ok_and(|workers| {
        workers.iter().filter(|worker| !worker.jobs.is_empty()).any(|worker| {
            let incarnation = worker.spec.incarnation.as_deref();
            incarnation.is_some_and(|incarnation| penstock_queue::is_gone(worker.spec.pid, incarnation))
        })
    })
}

async fn promote(store: &dyn Store) {
    loop {
        let wait = match store.next_due_ms().await {
            Ok(Some(due_ms)) => match u64::try_from(due_ms.saturating_sub(now_ms())) {
                Ok(wait_ms @ 1..) => Duration::from_millis(wait_ms).min(PROMOTE_AT_LEAST),
                _ => {
                    if let Err(error) = store.promote_due().await {
                        complain("scheduled jobs could not be started", &error);
                    }
                    // Also the answer to a store whose clock is behind ours.
                    Duration::from_millis(20)
                }
            },
            Ok(None) => PROMOTE_AT_LEAST,
            Err(error) => {
                complain("scheduled jobs could not be looked for", &error);
                PROMOTE_AT_LEAST
            }
        };
        tokio::time::sleep(wait).await;
    }
}

async fn expire(store: &dyn Store) {
    let mut ticks = interval(EXPIRE_EVERY);
    loop {
        ticks.tick().await;
        if let Err(error) = store.expire().await {
            complain("jobs whose time is over could not be cleared away", &error);
        }
    }
}

async fn collect(store: &dyn Store, artifacts: &dyn Artifacts) {
    let mut ticks = interval(COLLECT_EVERY);
    loop {
        ticks.tick().await;
        match collect_once(store, artifacts, COLLECT_OLDER_THAN).await {
            Ok(0) => (),
            Ok(removed) => tracing::info!(artifacts.removed = removed, "removed artifacts that no job names"),
            Err(error) => complain("artifacts that no job names could not be removed", &error),
        }
    }
}

/// Removes what no job names and what nobody has put again within `older_than`; how many.
///
/// # Errors
/// Of the stores; what was removed until then stays removed.
async fn collect_once(
    store: &dyn Store,
    artifacts: &dyn Artifacts,
    older_than: Duration,
) -> Result<u64, StoreError> {
    let mut removed = 0;
    for hashes in artifacts.list(older_than).await?.chunks(HASHES_AT_ONCE) {
        let named = store.named_artifacts(hashes).await?;
        artifacts.renew(&named).await?;
        let named: HashSet<String> = named.into_iter().collect();
        for hash in hashes.iter().filter(|hash| !named.contains(*hash)) {
            // Somebody may have put it again while we asked; then it stays.
            removed += u64::from(artifacts.remove(hash, older_than).await?);
        }
    }
    Ok(removed)
}

/// The worker's own loops say loudly that a store is away; one voice is enough.
fn complain(what: &str, error: &StoreError) {
    match error {
        StoreError::Unavailable(_) => tracing::debug!(%error, "{what}"),
        _ => tracing::error!(%error, "{what}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use penstock_jobs::{Actor, ArtifactRef, ArtifactRole, NewJob};
    use penstock_testkit::{Place, eventually, new_job};

    #[tokio::test]
    async fn only_old_artifacts_that_no_job_names_are_removed() {
        let place = Place::new();
        let (store, artifacts) = (place.store(), place.artifacts());
        let named = artifacts.put_bytes(b"named").await.unwrap();
        let stray = artifacts.put_bytes(b"stray").await.unwrap();
        let input = ArtifactRef {
            name: "a.svg".into(),
            role: ArtifactRole::Input,
            sha256: named.sha256.clone(),
            bytes: named.bytes,
            media_type: "image/svg+xml".into(),
        };
        let job = NewJob { inputs: vec![input], ..new_job("copy") };
        store.submit(vec![job], &Actor("test".into())).await.unwrap();
        assert_eq!(collect_once(&*store, &*artifacts, COLLECT_OLDER_THAN).await.unwrap(), 0);
        // Old enough as soon as the clock has moved on.
        eventually(Duration::from_secs(5), async || {
            collect_once(&*store, &*artifacts, Duration::ZERO).await.unwrap() == 1
        })
        .await;
        assert!(artifacts.has(&named.sha256).await.unwrap());
        assert!(!artifacts.has(&stray.sha256).await.unwrap());
    }

    #[tokio::test]
    async fn maintenance_ends_when_it_is_told_to_or_when_nobody_can_tell_it() {
        let place = Place::new();
        let (stop, stopped) = watch::channel(false);
        let told = tokio::spawn(maintain(place.store(), place.artifacts(), stopped.clone()));
        stop.send_replace(true);
        tokio::time::timeout(Duration::from_secs(5), told).await.unwrap().unwrap();
        let (stop, stopped) = watch::channel(false);
        let orphan = tokio::spawn(maintain(place.store(), place.artifacts(), stopped));
        drop(stop);
        tokio::time::timeout(Duration::from_secs(5), orphan).await.unwrap().unwrap();
    }
}
