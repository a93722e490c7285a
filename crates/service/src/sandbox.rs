//! A task in a child, here and now: every place where the service touches what is inside a file.

use crate::Service;
use crate::service::blocking;
use crate::types::{ErrorCode, WireError};
use penstock_jobs::ArtifactRef;
use penstock_worker::child::{self, End, Limits, MadeFile, ProgressReport, Request, RequestInput};
use std::path::PathBuf;
use tempfile::TempDir;
use tokio::sync::watch;

/// Where inputs are in the folder of a run.
const INPUTS: &str = "inputs";

/// What a child left. Its files live as long as this value.
pub(crate) struct Ran {
    pub(crate) report: serde_json::Value,
    /// Lengths of the inputs, as they really are.
    pub(crate) input_bytes: Vec<u64>,
    files: Vec<MadeFile>,
    /// Holds the files.
    folder: TempDir,
}

impl Ran {
    /// Where the input with this number (from 0) is.
    pub(crate) fn input(&self, number: usize) -> PathBuf {
        self.folder.path().join(INPUTS).join(number.to_string())
    }

    /// Where the made file with this name is.
    pub(crate) fn file(&self, name: &str) -> Option<PathBuf> {
        self.files.iter().find(|file| file.name == name).map(|file| file.path.clone())
    }
}

impl Service {
    /// Runs a task on kept inputs in a child with these limits, in a folder of its own.
    ///
    /// # Errors
    /// [`ErrorCode::Superseded`] when stopped; else why it failed.
    pub(crate) async fn run_in_child(
        &self,
        task: &str,
        params: serde_json::Value,
        inputs: &[ArtifactRef],
        limits: &Limits,
        stop: watch::Receiver<bool>,
    ) -> Result<Ran, WireError> {
        let here = self.clone();
        let folder = blocking(move || here.inner.scratch.run_folder()).await?;
        let fetched = folder.path().join(INPUTS);
        let room = folder.path().join("child");
        for made in [&fetched, &room] {
            tokio::fs::create_dir(made)
                .await
                .map_err(|error| WireError::file("A temporary folder cannot be made", made, &error))?;
        }
        let mut request_inputs = Vec::with_capacity(inputs.len());
        let mut input_bytes = Vec::with_capacity(inputs.len());
        for (number, input) in inputs.iter().enumerate() {
            let path = fetched.join(number.to_string());
            self.inner.artifacts.fetch(&input.sha256, &path).await?;
            let found = tokio::fs::metadata(&path).await;
            input_bytes.push(
                found.map_err(|error| WireError::file("An input cannot be read", &path, &error))?.len(),
            );
            request_inputs.push(RequestInput { name: input.name.clone(), path });
        }
        let request = Request { task: task.to_owned(), params, inputs: request_inputs };
        // Nobody watches these runs: they take a second.
        let mut unseen = |_: ProgressReport| {};
        match child::run(&request, &room, limits, &mut unseen, stop).await {
            End::Done { report, files } => Ok(Ran { report, input_bytes, files, folder }),
            End::Failed(failure) | End::Died(failure) => Err(failure.into()),
            End::Stopped => Err(stopped()),
        }
    }
}

/// A newer request took the place of this one, or the service ends.
pub(crate) fn stopped() -> WireError {
    WireError::new(ErrorCode::Superseded, "It was stopped before it was done")
}
