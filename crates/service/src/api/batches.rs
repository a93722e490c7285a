//! Batches: many jobs of one submission, with one progress, one place to cancel and one report.

use super::batch_types::{
    BatchItem, BatchLine, BatchReport, BatchRequest, BatchesRequest, CancelledBatch, LeftOut,
    SubmitBatchReply, SubmitBatchRequest,
};
use super::submit::{MOST_JOBS, jobs_of, short_text};
use super::types::SubmitRequest;
use crate::lifetimes::Lifetimes;
use crate::service::Caller;
use crate::{ErrorCode, Service, WireError};
use penstock_jobs::{ArtifactRef, ArtifactRole, Artifacts, Batch, BatchId, BatchRef, Job, JobFilter, NewJob};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Batches in a list when nobody says.
const USUAL: u32 = 20;
/// Most batches in a list.
const MOST: u32 = 1_000;
/// Bad items that an error names; the others are counted.
const NAMED: usize = 20;
/// Jobs read at once for a report.
const PAGE: u32 = 500;

impl Service {
    /// Queues many jobs of one task as one batch, in one transaction. With a key, item number N has the key
    /// `KEY#N`; what is known by it stays in the batch where it is, and when all of them are, that batch is
    /// the answer.
    ///
    /// # Errors
    /// [`ErrorCode::BadParameter`] when items cannot be queued, each named by its place; with `skip_bad`
    /// only when none can. Otherwise as [`Service::submit`].
    pub async fn submit_batch(
        &self,
        caller: &Caller,
        request: SubmitBatchRequest,
    ) -> Result<SubmitBatchReply, WireError> {
        let known = Known { service: self, hold: None, found: HashMap::new() };
        let MadeBatch { batch, jobs, left_out } =
            made_batch(request, known, self.inner.shared, self.inner.lifetimes).await?;
        let submitted = self.inner.store.submit(jobs, &caller.actor()).await?;
        let (ids, duplicates): (Vec<_>, Vec<_>) =
            submitted.into_iter().map(|one| (one.id, one.duplicate)).unzip();
        let mut id = batch.id;
        if let (Some(first), true) = (ids.first(), duplicates.iter().all(|known| *known)) {
            let earlier = self.inner.store.job(first).await?;
            id = earlier.batch.map_or(id, |batch| batch.id);
        }
        Ok(SubmitBatchReply { batch: id, ids, duplicates, left_out })
    }

    /// How a batch stands.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub async fn get_batch(&self, _caller: &Caller, request: BatchRequest) -> Result<Batch, WireError> {
        Ok(self.inner.store.batch(&request.id).await?)
    }

    /// The newest batches, the newest first.
    ///
    /// # Errors
    /// [`ErrorCode::BadRequest`] for a limit over 1,000.
    pub async fn list_batches(
        &self,
        _caller: &Caller,
        request: BatchesRequest,
    ) -> Result<Vec<Batch>, WireError> {
        let limit = request.limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            let title = format!("A list holds 1 to {MOST} batches");
            return Err(WireError::new(ErrorCode::BadRequest, title).field("limit"));
        }
        Ok(self.inner.store.batches(limit).await?)
    }

    /// Cancels what has not ended of a batch, in one step: what waits at once, what runs as soon as its
    /// child is stopped.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub async fn cancel_batch(
        &self,
        caller: &Caller,
        request: BatchRequest,
    ) -> Result<CancelledBatch, WireError> {
        let cancelled = self.inner.store.cancel_batch(&request.id, &caller.actor()).await?;
        let batch = self.inner.store.batch(&request.id).await?;
        Ok(CancelledBatch { cancelled, batch })
    }

    /// One line for each job of a batch, in the order in which they were submitted.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub async fn batch_report(
        &self,
        _caller: &Caller,
        request: BatchRequest,
    ) -> Result<BatchReport, WireError> {
        let store = &self.inner.store;
        let batch = store.batch(&request.id).await?;
        let mut filter = JobFilter { batch: Some(request.id), limit: Some(PAGE), ..JobFilter::default() };
        let mut jobs = Vec::new();
        loop {
            let page = store.list(&filter).await?;
            for job in page.jobs {
                // Only what finished has one; asking for it costs a turn at a remote store.
                let report = if job.attempts_finished > 0 { store.report(&job.id).await? } else { None };
                jobs.push(line(job, report));
            }
            filter.cursor = page.next;
            if filter.cursor.is_none() {
                break;
            }
        }
        jobs.reverse();
        Ok(BatchReport { batch, jobs })
    }
}

/// The jobs of a batch, before anybody has them.
pub(super) struct MadeBatch {
    pub(super) batch: BatchRef,
    pub(super) jobs: Vec<NewJob>,
    pub(super) left_out: Vec<LeftOut>,
}

/// Makes the jobs that a batch asks for.
///
/// # Errors
/// As [`Service::submit_batch`].
pub(super) async fn made_batch(
    request: SubmitBatchRequest,
    mut known: Known<'_>,
    shared: bool,
    lifetimes: Lifetimes,
) -> Result<MadeBatch, WireError> {
    let SubmitBatchRequest { label, job, items, skip_bad } = request;
    let batch = BatchRef { id: BatchId::fresh(), label: short_text("label", label)? };
    let wanted = (items.len() as u64).saturating_mul(u64::from(job.count));
    if items.is_empty() || wanted > MOST_JOBS {
        let title = format!("A batch has 1 to {MOST_JOBS} jobs, and this one would have {wanted}");
        return Err(WireError::new(ErrorCode::BadParameter, title).field("items"));
    }
    let common = known.all(&job.inputs).await?;
    let (mut jobs, mut left_out) = (Vec::new(), Vec::new());
    for (number, item) in (1_u32..).zip(items) {
        let place = item.place.clone();
        let inputs = known.all(&item.inputs).await.map(|own| [common.as_slice(), &own].concat());
        let made = inputs.and_then(|inputs| {
            let request = request_of(&job, item, number, &batch.label)?;
            jobs_of(request, inputs, shared, lifetimes)
        });
        match made {
            Ok(made) => {
                let in_batch = |job| NewJob { batch: Some(batch.clone()), ..job };
                jobs.extend(made.into_iter().map(in_batch));
            }
            Err(error) if is_about_the_item(&error) => {
                left_out.push(LeftOut { item: number, place, why: error.title });
            }
            Err(error) => return Err(error),
        }
    }
    if jobs.is_empty() || (!left_out.is_empty() && !skip_bad) {
        return Err(refusal(&left_out, jobs.is_empty()));
    }
    Ok(MadeBatch { batch, jobs, left_out })
}

/// Inputs whose content was looked for: a batch names the same file many times.
pub(super) struct Known<'a> {
    pub(super) service: &'a Service,
    /// Where the content is kept for a store that is away; none looks for it in the service's own.
    pub(super) hold: Option<&'a dyn Artifacts>,
    pub(super) found: HashMap<String, u64>,
}

impl Known<'_> {
    async fn all(&mut self, given: &[ArtifactRef]) -> Result<Vec<ArtifactRef>, WireError> {
        let mut inputs = Vec::with_capacity(given.len());
        for input in given {
            let plain = super::input_names::as_input(input)?;
            let bytes = match self.found.get(&plain.sha256) {
                Some(bytes) => *bytes,
                None => {
                    let bytes = match self.hold {
                        Some(kept) => self.service.keep_input(kept, &plain).await?.bytes,
                        None => self.service.known_input(input).await?.bytes,
                    };
                    self.found.insert(plain.sha256.clone(), bytes);
                    bytes
                }
            };
            inputs.push(ArtifactRef { bytes, ..plain });
        }
        Ok(inputs)
    }
}

/// The request of one item: the common one with what the item has of its own.
fn request_of(
    job: &SubmitRequest,
    item: BatchItem,
    number: u32,
    batch: &str,
) -> Result<SubmitRequest, WireError> {
    let mut params = job.params.clone();
    if !item.params.is_null() {
        let Value::Object(own) = item.params else {
            let title = "The parameters of an item are an object of names and values";
            return Err(WireError::new(ErrorCode::BadParameter, title).field("items"));
        };
        match &mut params {
            Value::Object(common) => common.extend(own),
            _ => params = Value::Object(own),
        }
    }
    let has_name = !item.inputs.is_empty() || !job.inputs.is_empty();
    let named = item.label.or_else(|| (!has_name).then(|| format!("{batch} {number}")));
    Ok(SubmitRequest {
        params,
        label: named.or_else(|| job.label.clone()),
        key: job.key.as_ref().map(|key| format!("{key}#{number}")),
        ..job.clone()
    })
}

/// Whether another item may be well all the same.
fn is_about_the_item(error: &WireError) -> bool {
    matches!(error.code, ErrorCode::BadParameter | ErrorCode::BadRequest | ErrorCode::NotFound)
}

/// Names what cannot be queued, each by its place.
pub(super) fn refusal(left_out: &[LeftOut], all: bool) -> WireError {
    let named = left_out.iter().take(NAMED).map(|one| match &one.place {
        Some(place) => format!("{place}: {}", one.why),
        None => format!("Item {}: {}", one.item, one.why),
    });
    let mut lines: Vec<String> = named.collect();
    if left_out.len() > NAMED {
        lines.push(format!("and {} more", left_out.len() - NAMED));
    }
    let alike =
        left_out.split_first().is_some_and(|(first, rest)| rest.iter().all(|one| one.why == first.why));
    let title = match left_out {
        [first, ..] if all && alike => first.why.clone(),
        [only] => format!("One job cannot be queued, so none was: {}", only.why),
        _ if all => "None of the jobs can be queued".to_owned(),
        _ => format!("{} jobs cannot be queued, so none was", left_out.len()),
    };
    let error = WireError::new(ErrorCode::BadParameter, title).detail(lines.join("\n")).field("items");
    if all { error } else { error.advise("Mend them, or leave them out with skip_bad") }
}

fn line(job: Job, report: Option<Value>) -> BatchLine {
    let figures = match report {
        Some(Value::Object(report)) => figures(report),
        _ => Map::new(),
    };
    let results = job.artifacts.into_iter().filter(|artifact| artifact.role == ArtifactRole::Result);
    BatchLine {
        id: job.id,
        label: job.label,
        state: job.state,
        attempt: job.attempt,
        seconds: job.started_at_ms.zip(job.ended_at_ms).map(|(start, end)| (end - start) as f64 / 1000.0),
        error: job.failure.map(|failure| failure.title),
        figures,
        artifacts: results.map(|artifact| artifact.name).collect(),
    }
}

/// Longest word of a report that is a figure.
const LONGEST_WORD: usize = 200;

fn figures(report: Map<String, Value>) -> Map<String, Value> {
    report
        .into_iter()
        .filter(|(_, value)| match value {
            Value::Number(_) | Value::Bool(_) => true,
            Value::String(word) => word.chars().count() <= LONGEST_WORD,
            _ => false,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn left_out(item: u32, place: Option<&str>) -> LeftOut {
        LeftOut { item, place: place.map(str::to_owned), why: format!("{item} is wrong") }
    }

    #[test]
    fn what_cannot_be_queued_is_named_by_its_place() {
        let error = refusal(&[left_out(3, Some("line 4")), left_out(5, None)], false);
        assert_eq!(error.title, "2 jobs cannot be queued, so none was");
        assert_eq!(error.detail.unwrap(), "line 4: 3 is wrong\nItem 5: 5 is wrong");
        assert_eq!(error.code, ErrorCode::BadParameter);
        let many: Vec<LeftOut> = (1..=50).map(|item| left_out(item, None)).collect();
        assert!(refusal(&many, true).detail.unwrap().ends_with("and 30 more"));
    }

    #[test]
    fn an_item_takes_the_place_of_what_is_common() {
        let job: SubmitRequest = serde_json::from_value(json!({
            "task": "pattern", "params": {"kind": "maze", "seed": 1}, "key": "k",
        }))
        .unwrap();
        let item = BatchItem { params: json!({"seed": 2}), ..BatchItem::default() };
        let request = request_of(&job, item, 4, "mazes").unwrap();
        assert_eq!(request.params, json!({"kind": "maze", "seed": 2}));
        assert_eq!((request.label.as_deref(), request.key.as_deref()), (Some("mazes 4"), Some("k#4")));
        let wrong = BatchItem { params: json!([1]), ..BatchItem::default() };
        assert!(request_of(&job, wrong, 1, "mazes").is_err());
    }

    #[test]
    fn figures_are_the_plain_values_of_a_report() {
        let report =
            json!({"cards": 1, "ok": true, "name": "a", "list": [1], "none": null, "long": "x".repeat(201)});
        let Value::Object(report) = report else { panic!("an object") };
        assert_eq!(Value::Object(figures(report)), json!({"cards": 1, "ok": true, "name": "a"}));
    }
}
