//! The outbox: hold, list and drop jobs for a store that is away.

use super::batch_types::{SubmitBatchReply, SubmitBatchRequest};
use super::batches::{Known, MadeBatch, made_batch};
use super::input_names::{as_input, input_ref};
use super::remote_types::{HeldJobs, HeldRequest, HoldBatchRequest, HoldRequest, HoldRowsRequest};
use super::submit::{batch_of, jobs_of, reply};
use super::types::{NoArgs, NoReply, SubmitReply, SubmitRequest};
use crate::connections::Connections;
use crate::lifetimes::Lifetimes;
use crate::outbox::{Drawer, Entry, Outbox};
use crate::service::{Caller, blocking, file_name};
use crate::{ErrorCode, Service, WireError};
use penstock_jobs::{ArtifactRef, Artifacts, JobId, NewJob};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

impl Service {
    /// What waits on this computer for stores that are away.
    ///
    /// # Errors
    /// When the outbox cannot be read.
    pub async fn list_outbox(&self, _caller: &Caller, _request: NoArgs) -> Result<Vec<HeldJobs>, WireError> {
        held_jobs().await
    }

    /// Holds a job for a store that is away. Inputs must be on this computer: in the service's store, or
    /// open in it.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] for an unknown connection or an input whose content is not here,
    /// [`ErrorCode::BadRequest`] when the job would be for the embedded store, which is never away; and as
    /// [`Service::submit`].
    pub async fn hold_job(&self, caller: &Caller, request: HoldRequest) -> Result<SubmitReply, WireError> {
        let drawer = self.drawer_for(request.connection).await?;
        let kept = drawer.artifacts()?;
        let mut inputs = Vec::new();
        for given in &request.job.inputs {
            inputs.push(self.keep_input(&kept, &as_input(given)?).await?);
        }
        let jobs = jobs_of(request.job, inputs, true, Lifetimes::from_environment(true)?)?;
        hold(&drawer, jobs, &caller.actor).await
    }

    /// Holds many jobs of one task as one batch for a store that is away: there they are a batch too.
    ///
    /// # Errors
    /// As [`Service::hold_job`] and [`Service::submit_batch`].
    pub async fn hold_batch(
        &self,
        caller: &Caller,
        request: HoldBatchRequest,
    ) -> Result<SubmitBatchReply, WireError> {
        let drawer = self.drawer_for(request.connection).await?;
        self.hold_in(&drawer, caller, request.batch).await
    }

    /// Holds one job for each row of a table, as one batch, for a store that is away.
    ///
    /// # Errors
    /// As [`Service::hold_job`] and [`Service::submit_rows`].
    pub async fn hold_rows(
        &self,
        caller: &Caller,
        request: HoldRowsRequest,
    ) -> Result<SubmitBatchReply, WireError> {
        let drawer = self.drawer_for(request.connection).await?;
        let (batch, left_out) = self.batch_of_rows(request.rows).await?;
        let reply = self.hold_in(&drawer, caller, batch).await?;
        Ok(SubmitBatchReply { left_out, ..reply })
    }

    async fn hold_in(
        &self,
        drawer: &Drawer,
        caller: &Caller,
        batch: SubmitBatchRequest,
    ) -> Result<SubmitBatchReply, WireError> {
        let kept = drawer.artifacts()?;
        let known = Known { service: self, hold: Some(&kept), found: HashMap::new() };
        let MadeBatch { batch, jobs, left_out } =
            made_batch(batch, known, true, Lifetimes::from_environment(true)?).await?;
        let SubmitReply { ids, duplicates, .. } = hold(drawer, jobs, &caller.actor).await?;
        Ok(SubmitBatchReply { batch: batch.id, ids, duplicates, left_out })
    }

    /// The drawer for a connection, or for the service's own store.
    async fn drawer_for(&self, connection: Option<String>) -> Result<Drawer, WireError> {
        let target = match connection {
            None => self.inner.target.clone(),
            Some(name) => Some(blocking(move || target_of(&name)).await?),
        };
        let Some(target) = target else { return Err(not_remote()) };
        Ok(Outbox::of_user()?.drawer(&target))
    }

    /// Puts the content of an input where it is kept for a store that is away.
    pub(super) async fn keep_input(
        &self,
        kept: &dyn Artifacts,
        input: &ArtifactRef,
    ) -> Result<ArtifactRef, WireError> {
        let folder = tempfile::tempdir()
            .map_err(|error| WireError::internal("A temporary folder cannot be made", &error))?;
        let path = match self.inner.inputs.path(&input.sha256) {
            Some(path) => path,
            None => {
                let path = folder.path().join("input");
                self.inner.artifacts.fetch(&input.sha256, &path).await?;
                path
            }
        };
        Ok(input_ref(input.name.clone(), kept.put_file(&path).await?))
    }

    /// Takes jobs out of the outbox; they are never sent.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] when they are not there (any more).
    pub async fn drop_held(&self, _caller: &Caller, request: HeldRequest) -> Result<NoReply, WireError> {
        blocking(move || {
            for drawer in Outbox::of_user()?.drawers()? {
                for entry in drawer.entries()? {
                    if entry.jobs.first().and_then(|job| job.id.as_ref()) == Some(&request.id)
                        && drawer.drop_entry(&entry)?
                    {
                        return Ok(NoReply {});
                    }
                }
            }
            Err(WireError::new(ErrorCode::NotFound, format!("Job {} is not in the outbox", request.id))
                .advise("It may have been sent"))
        })
        .await
    }

    /// For `penstock submit --hold`: submits to the store at this URL, and holds the jobs in the outbox when
    /// it is away or goes away meanwhile. True when they are held there.
    ///
    /// # Errors
    /// As [`Service::submit`]; the embedded store is never held for.
    pub async fn submit_or_hold(
        url: Option<&str>,
        caller: &Caller,
        request: SubmitRequest,
        files: &[PathBuf],
    ) -> Result<(SubmitReply, bool), WireError> {
        let target = penstock_queue::remote_identity(url)?.ok_or_else(not_remote)?;
        let drawer = Outbox::of_user()?.drawer(&target);
        let kept = drawer.artifacts()?;
        let mut inputs = Vec::new();
        for file in files {
            inputs.push(keep_file(&kept, file).await?);
        }
        // The ids are chosen once, so that jobs that arrived although their answer was lost are found again.
        let jobs = jobs_of(request, inputs, true, Lifetimes::from_environment(true)?)?;
        let away = match submit_now(url, &jobs, files, caller).await {
            Ok(reply) => return Ok((reply, false)),
            Err(error) if error.code == ErrorCode::StoreAway => error,
            Err(error) => return Err(error),
        };
        tracing::debug!(error.title = %away.title, error.detail = ?away.detail, "held in the outbox");
        // In the outbox they wait for the store, and not for a person too.
        let jobs = jobs.into_iter().map(|job| NewJob { hold: false, ..job }).collect();
        Ok((hold(&drawer, jobs, &caller.actor).await?, true))
    }
}

async fn submit_now(
    url: Option<&str>,
    jobs: &[NewJob],
    files: &[PathBuf],
    caller: &Caller,
) -> Result<SubmitReply, WireError> {
    let opened = penstock_queue::open(url).await?;
    for file in files {
        opened.artifacts.put_file(file).await?;
    }
    let submitted = opened.store.submit(jobs.to_vec(), &caller.actor()).await?;
    Ok(reply(submitted, batch_of(jobs)))
}

async fn keep_file(kept: &dyn Artifacts, file: &Path) -> Result<ArtifactRef, WireError> {
    super::uploads::check_file(file).await?;
    Ok(input_ref(file_name(file), kept.put_file(file).await?))
}

async fn hold(drawer: &Drawer, jobs: Vec<NewJob>, actor: &str) -> Result<SubmitReply, WireError> {
    let ids: Vec<JobId> = jobs.iter().filter_map(|job| job.id.clone()).collect();
    let batch = batch_of(&jobs);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let entry = Entry {
        jobs,
        actor: actor.to_owned(),
        held_at_ms: i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        refused: None,
    };
    let drawer = drawer.clone();
    blocking(move || drawer.hold(&entry)).await?;
    let duplicates = vec![false; ids.len()];
    Ok(SubmitReply { ids, duplicates, batch })
}

/// What waits, with the names of connections where they are known.
pub(crate) async fn held_jobs() -> Result<Vec<HeldJobs>, WireError> {
    blocking(|| {
        // Names are a convenience: what waits is shown without them too.
        let known = Connections::of_user()
            .and_then(|all| all.read())
            .map(|kept| kept.connections)
            .unwrap_or_default();
        let mut held = Vec::new();
        for drawer in Outbox::of_user()?.drawers()? {
            let connection = known.iter().find(|one| one.identity == drawer.target());
            for entry in drawer.entries()? {
                let Some(first) = entry.jobs.first() else { continue };
                held.push(HeldJobs {
                    ids: entry.jobs.iter().filter_map(|job| job.id.clone()).collect(),
                    connection: connection.map(|one| one.name.clone()),
                    store: drawer.target().to_owned(),
                    task: first.task.clone(),
                    label: first.batch.as_ref().map_or(&first.label, |batch| &batch.label).clone(),
                    batch: first.batch.as_ref().map(|batch| batch.id.clone()),
                    queue: first.queue.clone(),
                    held_at_ms: entry.held_at_ms,
                    refused: entry.refused.clone(),
                });
            }
        }
        Ok(held)
    })
    .await
}

/// Blocking.
fn target_of(name: &str) -> Result<String, WireError> {
    let kept = Connections::of_user()?.read()?;
    kept.connections.into_iter().find(|one| one.name == name).map(|one| one.identity).ok_or_else(|| {
        WireError::new(ErrorCode::NotFound, format!("There is no connection {name}")).field("connection")
    })
}

fn not_remote() -> WireError {
    WireError::new(ErrorCode::BadRequest, "The outbox is for stores on other computers")
        .advise("Name a Redis store or a connection")
}
