//! Pictures: of jobs, and the bytes of any that is open.

use super::artifacts::missing;
use super::types::{ErrorCode, OpenPreviewRequest, PreviewInfo, Side};
use crate::service::{Caller, blocking};
use crate::{Service, WireError};
use penstock_jobs::{ArtifactRef, Job};

impl Service {
    /// Opens a picture of a job. `before` works in every state: where the job made none yet, its first
    /// input is read in a child. `after` is what the job made.
    ///
    /// # Errors
    /// [`ErrorCode::NotNow`] for `after` while there is none, [`ErrorCode::NotFound`] when the job or
    /// its files are gone.
    pub async fn open_preview(
        &self,
        _caller: &Caller,
        request: OpenPreviewRequest,
    ) -> Result<PreviewInfo, WireError> {
        let job = self.inner.store.job(&request.id).await?;
        let name = match request.side {
            Side::Before => "before.preview",
            Side::After => "after.preview",
        };
        if let Some(made) = job.artifacts.iter().find(|artifact| artifact.name == name) {
            return self.made_preview(made).await;
        }
        match (request.side, job.inputs.first()) {
            (Side::Before, Some(input)) if !job.expired => self.drawing_preview(input).await,
            (Side::Before, None) => {
                Err(WireError::new(ErrorCode::NotFound, "This job took no drawing").field("side"))
            }
            _ => Err(no_picture(&job)),
        }
    }

    /// The bytes of one level of an open picture, as in `docs/preview-format.md`.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] when the handle is not known any more or has no such level.
    pub async fn preview_level(&self, handle: &str, level: u32) -> Result<Vec<u8>, WireError> {
        let here = self.clone();
        let handle = handle.to_owned();
        blocking(move || here.inner.shelf.level(&handle, level)).await
    }

    /// How often a pen passes each spot of an open picture: one byte a cell, row by row.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] when the handle is not known any more or the picture does not tell.
    pub async fn preview_coverage(&self, handle: &str) -> Result<Vec<u8>, WireError> {
        let here = self.clone();
        let handle = handle.to_owned();
        blocking(move || here.inner.shelf.coverage(&handle)).await
    }

    async fn made_preview(&self, made: &ArtifactRef) -> Result<PreviewInfo, WireError> {
        let tag = format!("made:{}", made.sha256);
        if let Some(kept) = self.inner.shelf.tagged(&tag) {
            return Ok(kept);
        }
        let here = self.clone();
        let folder = blocking(move || here.inner.scratch.run_folder()).await?;
        let file = folder.path().join("preview");
        self.inner.artifacts.fetch(&made.sha256, &file).await.map_err(|error| missing(made, error))?;
        let here = self.clone();
        blocking(move || {
            let kept = here.inner.shelf.keep(&file, Some(tag));
            drop(folder);
            kept
        })
        .await
    }
}

fn no_picture(job: &Job) -> WireError {
    if job.expired {
        return WireError::new(
            ErrorCode::NotFound,
            "The files of this job were removed at the end of their lifetime",
        )
        .advise("Retry the job to make them again");
    }
    if job.state.is_final() {
        return WireError::new(ErrorCode::NotFound, format!("The job is {}: it left no picture", job.state));
    }
    WireError::new(
        ErrorCode::NotNow,
        format!("The job is {}: its picture is there once it finished", job.state),
    )
}
