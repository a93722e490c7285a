//! A copy of the queue as a file: each job as JSON, one a line, with its report.
//!
//! It is for keeping and for reading. A whole server is copied by its own means (`BGSAVE`, or
//! `redis-cli --rdb FILE`), and what is accepted is as durable as that server is set.

use super::RedisStore;
use crate::sqlite::sync_folder;
use penstock_jobs::{Backup, Job, JobFilter, StoreError};
use serde::Serialize;
use std::io::Write;
use std::path::Path;

/// Jobs read in one step.
const PAGE: u32 = 1000;

/// One line of the file.
#[derive(Serialize)]
struct Line<'a> {
    job: &'a Job,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<serde_json::Value>,
}

impl RedisStore {
    /// Writes the copy; it appears in one step, when it is complete and on disk.
    pub(super) async fn dump(&self, to: &Path) -> Result<Backup, StoreError> {
        if to.is_dir() {
            return Err(StoreError::Invalid(format!("{} is a folder; name a file in it", to.display())));
        }
        let away = |error: &std::io::Error| {
            StoreError::Unavailable(format!("{} cannot be written: {error}", to.display()))
        };
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new()
            .prefix(".penstock-backup-")
            .tempfile_in(folder)
            .map_err(|error| away(&error))?;
        let mut backup = Backup { bytes: 0, jobs: 0 };
        let mut filter = JobFilter { limit: Some(PAGE), ..JobFilter::default() };
        loop {
            let page = self.page(&filter).await?;
            for job in &page.jobs {
                let report = self.report_of(&job.id).await.unwrap_or_default();
                let mut line = serde_json::to_vec(&Line { job, report })
                    .map_err(|error| StoreError::Damaged(error.to_string()))?;
                line.push(b'\n');
                file.write_all(&line).map_err(|error| away(&error))?;
                backup.bytes += line.len() as u64;
                backup.jobs += 1;
            }
            filter.cursor = page.next;
            if filter.cursor.is_none() {
                break;
            }
        }
        file.as_file().sync_all().map_err(|error| away(&error))?;
        file.persist(to).map_err(|error| away(&error.error))?;
        sync_folder(folder).map_err(|error| away(&error))?;
        Ok(backup)
    }
}
