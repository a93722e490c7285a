//! Errors of the layers below, in the words that every face shows, and what a script's exit code is.

use crate::types::{ErrorCode, WireError};
use penstock_jobs::{Failure, FailureClass, StoreError};
use penstock_tasks::ParamFault;
use std::path::Path;

impl WireError {
    /// An error with a title alone.
    pub fn new(code: ErrorCode, title: impl Into<String>) -> Self {
        Self { code, title: title.into(), advice: None, detail: None, field: None }
    }

    /// The same error with advice: what to do.
    #[must_use]
    pub fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// The same error with technical detail.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same error, about this field.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// What the command line ends with: 1 the work failed, 2 the call was wrong, 3 the store is away.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.code {
            ErrorCode::BadParameter
            | ErrorCode::BadRequest
            | ErrorCode::NotFound
            | ErrorCode::ReadOnly
            | ErrorCode::Unauthorized => 2,
            ErrorCode::StoreAway => 3,
            ErrorCode::BadInput
            | ErrorCode::NotNow
            | ErrorCode::Superseded
            | ErrorCode::Failed
            | ErrorCode::Internal => 1,
        }
    }

    /// Parameters that a task does not take. The first one gives title and field, the others the detail.
    pub(crate) fn parameters(task: &str, faults: &[ParamFault]) -> Self {
        let Some((first, rest)) = faults.split_first() else {
            return Self::new(ErrorCode::BadParameter, format!("{task} does not take these parameters"));
        };
        let error = Self::new(ErrorCode::BadParameter, format!("{}: {}", first.name, first.message))
            .field(&first.name);
        if rest.is_empty() {
            return error;
        }
        error.detail(rest.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    }

    /// A file of ours, or of a person, that could not be read or written.
    pub(crate) fn file(what: &str, path: &Path, error: &std::io::Error) -> Self {
        let title = format!("{what}: {}", path.display());
        let advice = match error.kind() {
            std::io::ErrorKind::PermissionDenied => Some("Check who may read and write there"),
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                Some("Make room on that disk")
            }
            std::io::ErrorKind::NotFound => Some("Check that the folder is there"),
            std::io::ErrorKind::ReadOnlyFilesystem => Some("Choose a place that can be written to"),
            _ => None,
        };
        Self {
            advice: advice.map(str::to_owned),
            ..Self::new(ErrorCode::Failed, title).detail(error.to_string())
        }
    }

    /// Something of our own that went wrong.
    pub(crate) fn internal(what: &str, error: &dyn std::fmt::Display) -> Self {
        Self::new(ErrorCode::Internal, what).detail(error.to_string())
    }
}

impl From<StoreError> for WireError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(why) => Self::new(ErrorCode::StoreAway, "The store cannot be reached")
                .advise("Check that its place exists and can be written to; `penstock doctor` looks for the cause")
                .detail(why),
            StoreError::NoSuchBatch(id) => {
                Self::new(ErrorCode::NotFound, format!("There is no batch {id}"))
                    .advise("A batch goes when the last of its jobs is deleted")
            }
            StoreError::NoSuchJob(id) => Self::new(ErrorCode::NotFound, format!("There is no job {id}"))
                .advise("It may have been deleted, or be in another store"),
            StoreError::NotNow(refused) => {
                Self::new(ErrorCode::NotNow, format!("The job is {}: that cannot be done now", refused.from))
                    .detail(refused.to_string())
            }
            StoreError::NotYours(id) => {
                Self::new(ErrorCode::NotNow, format!("Another run holds job {id} by now"))
            }
            StoreError::Invalid(why) => Self::new(ErrorCode::BadRequest, sentence(&why)),
            StoreError::TooNew { found, known } => {
                Self::new(ErrorCode::StoreAway, "The store was written by a newer version of Penstock")
                    .advise("Install the newer version, or name another store with --store")
                    .detail(format!("its schema is {found}, this version knows {known}"))
            }
            StoreError::Damaged(why) => Self::new(ErrorCode::Internal, "What is stored is damaged")
                .advise("Run `penstock doctor`; restore a backup if it cannot repair it")
                .detail(why),
        }
    }
}

impl From<Failure> for WireError {
    fn from(failure: Failure) -> Self {
        let code = match failure.class {
            FailureClass::BadInput => ErrorCode::BadInput,
            FailureClass::UnknownTask => ErrorCode::BadRequest,
            FailureClass::Server => ErrorCode::Internal,
            FailureClass::Task
            | FailureClass::Timeout
            | FailureClass::Limit
            | FailureClass::Crash
            | FailureClass::WorkerLost => ErrorCode::Failed,
        };
        Self { code, title: failure.title, advice: failure.advice, detail: failure.detail, field: None }
    }
}

/// The text with a capital first letter: errors below us start small, titles do not.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_fault_names_the_field_and_the_others_are_not_lost() {
        let faults = [
            ParamFault { name: "tolerance_mm".into(), message: "must be over 0".into() },
            ParamFault { name: "colour".into(), message: "is not known".into() },
        ];
        let error = WireError::parameters("plot", &faults);
        assert_eq!(error.field.as_deref(), Some("tolerance_mm"));
        assert!(error.detail.is_some_and(|detail| detail.contains("colour")));
        assert_eq!(WireError::parameters("plot", &faults[..1]).exit_code(), 2);
    }

    #[test]
    fn exit_codes_tell_work_calls_and_stores_apart() {
        assert_eq!(WireError::from(StoreError::Unavailable("gone".into())).exit_code(), 3);
        assert_eq!(WireError::from(StoreError::NoSuchJob("x".into())).exit_code(), 2);
        assert_eq!(WireError::from(Failure::new(FailureClass::BadInput, "no XML")).exit_code(), 1);
        assert_eq!(WireError::from(Failure::new(FailureClass::UnknownTask, "what?")).exit_code(), 2);
    }
}
