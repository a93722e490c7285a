//! Files that go out of the store.

use super::types::ErrorCode;
use crate::beside::{TempBeside, copy_plain};
use crate::service::blocking;
use crate::{Service, WireError};
use penstock_jobs::{ArtifactRef, JobId, StoreError};
use std::path::Path;

impl Service {
    /// An artifact of a job by its name, results before inputs, with its content.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] when the job or the artifact is not there (any more).
    pub async fn artifact(&self, id: &JobId, name: &str) -> Result<(ArtifactRef, Vec<u8>), WireError> {
        let artifact = self.find_artifact(id, name).await?;
        let content =
            self.inner.artifacts.read(&artifact.sha256).await.map_err(|error| missing(&artifact, error))?;
        Ok((artifact, content))
    }

    /// Writes an artifact of a job to a file, which is replaced whole if it is there. A symbolic link
    /// is replaced, never followed.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] as [`Service::artifact`]; [`ErrorCode::Failed`] when the place cannot be
    /// written to. Then nothing changed there.
    pub async fn save_artifact(&self, id: &JobId, name: &str, to: &Path) -> Result<(), WireError> {
        let artifact = self.find_artifact(id, name).await?;
        let beside = TempBeside::new(to).await?;
        let fetched = beside.draft();
        self.inner
            .artifacts
            .fetch(&artifact.sha256, &fetched)
            .await
            .map_err(|error| missing(&artifact, error))?;
        let file = beside.path();
        blocking(move || {
            copy_plain(&fetched, &file)
                .map_err(|error| WireError::file("The file cannot be written", &file, &error))
        })
        .await?;
        beside.keep().await
    }

    /// The artifact with this name, results before inputs.
    pub(crate) async fn find_artifact(&self, id: &JobId, name: &str) -> Result<ArtifactRef, WireError> {
        let job = self.inner.store.job(id).await?;
        let found = job.artifacts.iter().chain(&job.inputs).find(|artifact| artifact.name == name);
        found.cloned().ok_or_else(|| {
            let error = WireError::new(ErrorCode::NotFound, format!("Job {id} has no file {name}"));
            if job.expired {
                error.advise(
                    "Its files were removed at the end of their lifetime; retry the job to make them again",
                )
            } else {
                error
            }
        })
    }
}

/// What a missing artifact means to a person.
pub(crate) fn missing(artifact: &ArtifactRef, error: StoreError) -> WireError {
    match error {
        StoreError::Invalid(why) => WireError::new(
            ErrorCode::NotFound,
            format!("The content of {} is not here any more", artifact.name),
        )
        .detail(why),
        other => other.into(),
    }
}
