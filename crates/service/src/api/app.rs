//! What the app is, and what it can do.

use super::types::{AppInfo, NoArgs};
use crate::service::Caller;
use crate::{Kind, Service, WireError};
use penstock_jobs::{AuditEntry, Backup, CheckReport, JobId};
use penstock_tasks::TaskInfo;
use std::path::Path;
use std::sync::PoisonError;

impl Service {
    /// What the window shows in its frame. Files named at the start are handed to the first caller that
    /// may name paths, once.
    ///
    /// # Errors
    /// None now; faces treat it like every other command.
    pub async fn app_info(&self, caller: &Caller, _request: NoArgs) -> Result<AppInfo, WireError> {
        let opened_files = if caller.may_name_paths {
            std::mem::take(&mut *self.inner.opened_files.lock().unwrap_or_else(PoisonError::into_inner))
        } else {
            Vec::new()
        };
        Ok(AppInfo {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            connection: self.inner.connection.clone(),
            away: self.inner.away.clone(),
            store: self.inner.store.describe(),
            durability: self.inner.durability.words.clone(),
            may_lose_jobs: self.inner.durability.may_lose_jobs,
            local_slots: self.inner.local_slots,
            opened_files: opened_files.into_iter().map(|path| path.display().to_string()).collect(),
            read_only: caller.may < Kind::Act,
            is_admin: caller.may >= Kind::Admin,
            has_sample: true,
        })
    }

    /// Every task that can be submitted.
    ///
    /// # Errors
    /// None now; faces treat it like every other command.
    pub async fn catalogue(&self, _caller: &Caller, _request: NoArgs) -> Result<Vec<TaskInfo>, WireError> {
        Ok(Self::tasks())
    }

    /// Every task that can be submitted; needs no store.
    #[must_use]
    pub fn tasks() -> Vec<TaskInfo> {
        penstock_tasks::catalogue()
    }

    /// Endings of the files that some task takes, lower case, without the dot.
    #[must_use]
    pub fn input_endings() -> Vec<&'static str> {
        let mut endings: Vec<&str> =
            Self::tasks().iter().flat_map(|task| task.accepts.iter().copied()).collect();
        endings.sort_unstable();
        endings.dedup();
        endings
    }

    /// Parameters with every default filled in; needs no store.
    ///
    /// # Errors
    /// [`crate::ErrorCode::BadParameter`] naming the one that is unknown or out of range,
    /// [`crate::ErrorCode::BadRequest`] when there is no such task.
    pub fn check_params(task: &str, given: &serde_json::Value) -> Result<serde_json::Value, WireError> {
        known_task(task)?;
        penstock_tasks::check_params(task, given).map_err(|faults| WireError::parameters(task, &faults))
    }

    /// Writes a consistent copy of the store to a file, which is replaced if it is there, while others
    /// work.
    ///
    /// # Errors
    /// When the store is away or the place cannot be written to; then nothing is there.
    pub async fn backup(&self, to: &Path) -> Result<Backup, WireError> {
        let beside = crate::beside::TempBeside::new(to).await?;
        let backup = self.inner.store.backup(&beside.path()).await?;
        beside.keep().await?;
        Ok(backup)
    }

    /// Looks for faults in the store; with `repair`, puts right what can be.
    ///
    /// # Errors
    /// When the store cannot be read at all.
    pub async fn check(&self, repair: bool) -> Result<CheckReport, WireError> {
        Ok(self.inner.store.check(repair).await?)
    }

    /// What people did to one job, the first act first; without a job, the newest 1,000 acts of all.
    ///
    /// # Errors
    /// The store's.
    pub async fn audit(&self, id: Option<&JobId>) -> Result<Vec<AuditEntry>, WireError> {
        Ok(self.inner.store.audit(id).await?)
    }

    /// One line for people: which store this is.
    #[must_use]
    pub fn describe_store(&self) -> String {
        self.inner.store.describe()
    }
}

/// The task with this name, if it can be submitted.
pub(crate) fn known_task(name: &str) -> Result<TaskInfo, WireError> {
    if name != penstock_tasks::INSPECT
        && let Some(task) = penstock_tasks::find(name)
    {
        return Ok(task);
    }
    let tasks = penstock_tasks::catalogue();
    let names: Vec<&str> = tasks.iter().map(|task| task.name).collect();
    Err(WireError::new(crate::ErrorCode::BadRequest, format!("There is no task {name}"))
        .advise(format!("Tasks are: {}", names.join(", ")))
        .field("task"))
}
