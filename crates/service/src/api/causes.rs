//! Failed jobs by what went wrong, so that a person mends one cause and not a hundred jobs.
//!
//! Two failures have the same cause when they are of the same class and their titles agree once the
//! job's own name and every number are taken out: "bracket.dxf: line 12 is cut short" and
//! "flange.dxf: line 7 is cut short" are one cause.

use super::types::NoArgs;
use crate::service::Caller;
use crate::{Service, WireError};
use penstock_jobs::{FailureClass, Job, JobFilter, JobId, JobState};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;
use ts_rs::TS;

/// Failed jobs that are looked at: the newest.
const MOST: usize = 10_000;
/// Jobs of a cause that are shown before anybody asks for the rest.
const NEWEST: usize = 3;
/// Jobs that are read at once.
const PAGE: u32 = 1_000;

/// Failed and quarantined jobs, grouped; the cause that struck last comes first.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema, TS)]
pub struct FailureCauses {
    /// The causes.
    pub causes: Vec<FailureCause>,
    /// There are older failed jobs that were not looked at.
    pub more: bool,
}

/// One cause, and the jobs that it stopped.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema, TS)]
pub struct FailureCause {
    /// Names it as long as it stands: two readings give the same key to the same cause.
    pub key: String,
    /// What kind of failure it is; none for a job that says nothing of why.
    pub class: Option<FailureClass>,
    /// What happened, in the words of the newest failure, without that job's name.
    pub title: String,
    /// What to do about it, in the words of the newest failure.
    pub advice: Option<String>,
    /// The jobs, the newest first.
    pub jobs: Vec<JobId>,
    /// The first few of them, as they are.
    pub newest: Vec<Job>,
    /// When it struck last, in milliseconds since 1970.
    pub last_at_ms: i64,
    /// When it struck first, of the jobs that are still there.
    pub first_at_ms: i64,
}

impl Service {
    /// What the failed jobs failed of, over the newest 10,000 of them.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn failure_causes(
        &self,
        _caller: &Caller,
        _request: NoArgs,
    ) -> Result<FailureCauses, WireError> {
        let mut filter = JobFilter {
            states: vec![JobState::Failed, JobState::Quarantined],
            limit: Some(PAGE),
            ..JobFilter::default()
        };
        let mut causes = Causes::default();
        loop {
            let page = self.inner.store.list(&filter).await?;
            page.jobs.iter().for_each(|job| causes.add(job));
            filter.cursor = page.next;
            if filter.cursor.is_none() || causes.seen >= MOST {
                return Ok(FailureCauses { more: filter.cursor.is_some(), causes: causes.sorted() });
            }
        }
    }
}

#[derive(Default)]
struct Causes {
    by_key: HashMap<String, FailureCause>,
    seen: usize,
}

impl Causes {
    /// Counts one job in; the newest comes first.
    fn add(&mut self, job: &Job) {
        self.seen += 1;
        let class = job.failure.as_ref().map(|failure| failure.class);
        let said = job.failure.as_ref().map_or("", |failure| failure.title.as_str());
        let title = without_name(said, &job.label);
        let key =
            format!("{}/{}", class.map_or_else(String::new, |class| format!("{class:?}")), pattern(title));
        let at_ms = job.ended_at_ms.unwrap_or(job.created_at_ms);
        let cause = self.by_key.entry(key).or_insert_with_key(|key| FailureCause {
            key: key.clone(),
            class,
            title: title.to_owned(),
            advice: job.failure.as_ref().and_then(|failure| failure.advice.clone()),
            jobs: Vec::new(),
            newest: Vec::new(),
            last_at_ms: at_ms,
            first_at_ms: at_ms,
        });
        cause.jobs.push(job.id.clone());
        if cause.newest.len() < NEWEST {
            cause.newest.push(job.clone());
        }
        cause.last_at_ms = cause.last_at_ms.max(at_ms);
        cause.first_at_ms = cause.first_at_ms.min(at_ms);
    }

    fn sorted(self) -> Vec<FailureCause> {
        let mut causes: Vec<FailureCause> = self.by_key.into_values().collect();
        causes.sort_by(|a, b| b.last_at_ms.cmp(&a.last_at_ms).then_with(|| a.key.cmp(&b.key)));
        causes
    }
}

/// A failure begins with the file that it is about.
fn without_name<'a>(title: &'a str, label: &str) -> &'a str {
    title.strip_prefix(label).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(title)
}

/// The title with every run of digits as one mark.
fn pattern(title: &str) -> String {
    let mut made = String::with_capacity(title.len());
    for letter in title.chars() {
        match letter {
            '0'..='9' if made.ends_with('#') => {}
            '0'..='9' => made.push('#'),
            other => made.push(other),
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_do_not_tell_causes_apart() {
        let line = |title, label| pattern(without_name(title, label));
        assert_eq!(line("a.svg: line 12 is cut", "a.svg"), line("b.svg: line 7 is cut", "b.svg"));
        assert_ne!(line("a.svg: line 12 is cut", "a.svg"), line("a.svg: line 12 is long", "a.svg"));
        // A name inside the sentence is not cut out of it.
        assert_eq!(without_name("the file a.svg is gone", "a.svg"), "the file a.svg is gone");
    }
}
