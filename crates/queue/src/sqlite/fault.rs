//! From SQLite's errors to what callers of a store tell apart.

use penstock_jobs::{IllegalTransition, StoreError};
use rusqlite::ErrorCode;

/// What goes wrong inside the store; becomes a [`StoreError`] at its edge.
#[derive(Debug)]
pub(super) enum Fault {
    Store(StoreError),
    Sql(rusqlite::Error),
}

/// What happens inside the store.
pub(super) type Outcome<T> = Result<T, Fault>;

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<IllegalTransition> for Fault {
    fn from(error: IllegalTransition) -> Self {
        Self::Store(error.into())
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Store(StoreError::Damaged(error.to_string()))
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Store(error) => error,
            Fault::Sql(error) => from_sql(&error),
        }
    }
}

fn from_sql(error: &rusqlite::Error) -> StoreError {
    let said = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Unavailable(
            "another process has been writing to the queue for a long time; try again".into(),
        ),
        Some(ErrorCode::DiskFull) => StoreError::Unavailable(
            "the disk is full; nothing was changed. Free some space and try again".into(),
        ),
        Some(ErrorCode::ReadOnly) => {
            StoreError::Unavailable(format!("the queue's file cannot be written ({said})"))
        }
        Some(ErrorCode::NotADatabase) => StoreError::Damaged("the file is not a queue of Penstock".into()),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch) => {
            StoreError::Damaged(said)
        }
        Some(_) => StoreError::Unavailable(said),
        // Without a code of SQLite's it is a value of the wrong kind in a row.
        None => StoreError::Damaged(said),
    }
}
