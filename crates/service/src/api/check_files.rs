//! Are the files of jobs what their hashes say, and what lies there that no job names?

use crate::{Service, WireError};
use penstock_jobs::{CheckReport, Finding, JobFilter, StoreError};
use std::collections::BTreeMap;
use std::time::Duration;

const JOBS_AT_ONCE: u32 = 1_000;
const HASHES_AT_ONCE: usize = 500;
/// Files named one by one in a finding.
const MOST_NAMED: usize = 3;
/// An artifact is put before the job that names it is written: young ones are nobody's business.
const STRAY_AFTER: Duration = Duration::from_secs(3600);

impl Service {
    /// Reads every file that a job names, and looks for those that none names; with `repair`, removes the
    /// latter. Takes as long as reading all of it takes.
    ///
    /// # Errors
    /// When the store or the folder of the artifacts cannot be read at all.
    pub async fn check_files(&self, repair: bool) -> Result<CheckReport, WireError> {
        Ok(CheckReport { findings: vec![self.check_named().await?, self.check_strays(repair).await?] })
    }

    async fn check_named(&self) -> Result<Finding, WireError> {
        let named = self.named().await?;
        let mut broken = Vec::new();
        for (sha256, name) in &named {
            match self.inner.artifacts.read(sha256).await {
                Ok(_) => {}
                Err(StoreError::Damaged(_)) => broken.push(format!("{name} is damaged")),
                Err(StoreError::Invalid(_)) => broken.push(format!("{name} is missing")),
                Err(error) => return Err(error.into()),
            }
        }
        let found = match broken.len() {
            0 => format!("All {} are what their hashes say", named.len()),
            count => {
                let more = count.saturating_sub(MOST_NAMED);
                broken.truncate(MOST_NAMED);
                let more = if more > 0 { format!(", and {more} more") } else { String::new() };
                format!(
                    "{}{more}. Retry those jobs to make results again; submit damaged inputs anew",
                    broken.join(", ")
                )
            }
        };
        Ok(Finding {
            ok: broken.is_empty(),
            what: "Files that jobs name".to_owned(),
            found,
            repairable: false,
        })
    }

    /// One name with its job for each hash.
    async fn named(&self) -> Result<BTreeMap<String, String>, WireError> {
        let mut named = BTreeMap::new();
        let mut filter = JobFilter { limit: Some(JOBS_AT_ONCE), ..JobFilter::default() };
        loop {
            let page = self.inner.store.list(&filter).await?;
            for job in page.jobs {
                for artifact in job.inputs.into_iter().chain(job.artifacts) {
                    named.insert(artifact.sha256, format!("{} of job {}", artifact.name, job.id));
                }
            }
            if page.next.is_none() {
                return Ok(named);
            }
            filter.cursor = page.next;
        }
    }

    /// Strays are no fault: maintenance removes them in its own time.
    async fn check_strays(&self, repair: bool) -> Result<Finding, WireError> {
        let mut strays = Vec::new();
        for hashes in self.inner.artifacts.list(STRAY_AFTER).await?.chunks(HASHES_AT_ONCE) {
            let named = self.inner.store.named_artifacts(hashes).await?;
            strays.extend(hashes.iter().filter(|hash| !named.contains(hash)).cloned());
        }
        let found = match strays.len() {
            0 => "None that is older than an hour".to_owned(),
            count if repair => format!("{count} removed"),
            count => format!("{count} older than an hour; they are removed within ten minutes of work"),
        };
        let removed = repair && !strays.is_empty();
        if repair {
            for hash in &strays {
                self.inner.artifacts.remove(hash, STRAY_AFTER).await?;
            }
        }
        Ok(Finding { ok: true, what: "Files that no job names".to_owned(), found, repairable: removed })
    }
}
