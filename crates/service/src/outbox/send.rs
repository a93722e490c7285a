//! Sending what waits, once the store answers.

use super::drawer::Drawer;
use super::entry::Entry;
use crate::WireError;
use crate::service::blocking;
use penstock_jobs::{Actor, Artifacts, JobId, JobState, Store, StoreError};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Between two looks into the drawer.
const LOOK: Duration = Duration::from_secs(2);

/// Sends what waits for this store, now and whenever something is put into the drawer, until told to stop.
pub(crate) async fn deliver(
    drawer: Drawer,
    store: Arc<dyn Store>,
    artifacts: Arc<dyn Artifacts>,
    mut stop: watch::Receiver<bool>,
) {
    let mut in_trouble = false;
    loop {
        tokio::select! {
            _ = stop.wait_for(|&stop| stop) => return,
            sent = send_all(&drawer, &*store, &*artifacts) => match sent {
                Ok(0) => {}
                Ok(jobs) => {
                    in_trouble = false;
                    tracing::info!(jobs, "Sent jobs that waited for this store in the outbox");
                }
                Err(error) => {
                    if !in_trouble {
                        tracing::warn!(error.title = %error.title, error.detail = ?error.detail, "The outbox could not be sent; trying again");
                    }
                    in_trouble = true;
                }
            },
        }
        tokio::select! {
            _ = stop.wait_for(|&stop| stop) => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Sends everything that waits, in order; how many jobs arrived.
///
/// # Errors
/// When the store went away again, or the drawer cannot be used: what was sent is out of it.
pub(crate) async fn send_all(
    drawer: &Drawer,
    store: &dyn Store,
    artifacts: &dyn Artifacts,
) -> Result<usize, WireError> {
    let here = drawer.clone();
    let waiting = blocking(move || {
        if here.entries()?.is_empty() {
            return Ok(None);
        }
        // Looked at again under the lock: another process may have sent them.
        let Some(sending) = here.try_send()? else { return Ok(None) };
        Ok(Some((here.entries()?, sending)))
    });
    let Some((entries, sending)) = waiting.await? else { return Ok(0) };
    let mut sent = 0;
    for entry in entries.iter().filter(|entry| entry.refused.is_none()) {
        let here = drawer.clone();
        match send(drawer, entry, store, artifacts).await {
            Ok(()) => {
                sent += entry.jobs.len();
                let entry = entry.clone();
                blocking(move || here.drop_entry(&entry)).await?;
            }
            Err(error @ StoreError::Unavailable(_)) => return Err(error.into()),
            Err(error) => {
                tracing::error!(%error, "The store refused a job from the outbox; it stays there");
                let refused = Entry { refused: Some(error.to_string()), ..entry.clone() };
                blocking(move || here.hold(&refused)).await?;
            }
        }
    }
    let here = drawer.clone();
    drawer.sweep(&blocking(move || here.entries()).await?).await?;
    drop(sending);
    Ok(sent)
}

/// Inputs first, so that the jobs can run as soon as they are there. Every step may be repeated.
async fn send(
    drawer: &Drawer,
    entry: &Entry,
    store: &dyn Store,
    artifacts: &dyn Artifacts,
) -> Result<(), StoreError> {
    let kept = drawer.artifacts().map_err(|error| StoreError::Unavailable(error.to_string()))?;
    let unreadable = |error: std::io::Error| StoreError::Unavailable(error.to_string());
    let folder = tempfile::tempdir_in(drawer.folder()).map_err(unreadable)?;
    for (number, sha256) in entry.inputs().into_keys().enumerate() {
        let file = folder.path().join(number.to_string());
        kept.fetch(sha256, &file).await?;
        artifacts.put_file(&file).await?;
    }
    let submitted = store.submit(entry.jobs.clone(), &Actor(entry.actor.clone())).await?;
    // An earlier try may have left them held there, before its answer was lost.
    let arrived = entry.jobs.iter().zip(&submitted).filter(|(job, there)| there.duplicate && !job.hold);
    let mut held: Vec<JobId> = Vec::new();
    for (job, there) in arrived {
        if job.id.as_ref() == Some(&there.id) && store.job(&there.id).await?.state == JobState::Held {
            held.push(there.id.clone());
        }
    }
    if held.is_empty() { Ok(()) } else { store.release_held(&held, &Actor(entry.actor.clone())).await }
}
