//! Files that go out of the store.

use super::types::ErrorCode;
use crate::beside::{TempBeside, copy_plain, make_inner_folder};
use crate::service::blocking;
use crate::{Service, WireError};
use penstock_jobs::{ArtifactRef, JobId, StoreError, is_artifact_name};
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

    /// Writes an artifact of a job under its own name into a folder, which is there. As
    /// [`Service::save_artifact`] otherwise; a store may be another's, so a name that leads out of the folder
    /// is refused.
    ///
    /// # Errors
    /// As [`Service::save_artifact`], and [`ErrorCode::BadRequest`] for such a name.
    pub async fn save_artifact_in(&self, id: &JobId, name: &str, folder: &Path) -> Result<(), WireError> {
        if !is_artifact_name(name) {
            let title = format!("Job {id} has a file named {name:?}, which is not written");
            return Err(WireError::new(ErrorCode::BadRequest, title).advise("Ask who runs the worker"));
        }
        let (inside, file) = (folder.to_owned(), name.to_owned());
        blocking(move || {
            make_inner_folder(&inside, &file).map_err(|error| {
                WireError::file("That place cannot be written to", &inside.join(&file), &error)
            })
        })
        .await?;
        self.save_artifact(id, name, &folder.join(name)).await
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
