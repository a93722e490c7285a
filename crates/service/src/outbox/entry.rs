//! One batch in the outbox.

use penstock_jobs::{ArtifactRef, NewJob};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Jobs that were submitted together, and are sent together.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// Each with its id, chosen here.
    pub(crate) jobs: Vec<NewJob>,
    /// Who submitted them, for the audit trail of the store that they go to.
    pub(crate) actor: String,
    /// Milliseconds since 1970.
    pub(crate) held_at_ms: i64,
    /// Why the store did not take them although it could be reached; then a person decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) refused: Option<String>,
}

impl Entry {
    /// The file's name: ids sort by the time they were made, so entries are sent in order.
    pub(super) fn name(&self) -> Option<&str> {
        let id = self.jobs.first()?.id.as_ref()?.as_str();
        let plain = id.len() <= 100 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (plain && !id.is_empty()).then_some(id)
    }

    /// Every input once, by its hash.
    pub(crate) fn inputs(&self) -> BTreeMap<&str, &ArtifactRef> {
        self.jobs.iter().flat_map(|job| &job.inputs).map(|input| (input.sha256.as_str(), input)).collect()
    }
}
