//! `/batches`: many jobs of one submission, with one progress, one place to cancel, one report.

use super::view::time;
use crate::answer::Refused;
use crate::body::{Asked, Segments};
use crate::guard::may;
use crate::server::Shared;
use crate::tokens::Visitor;
use axum::extract::State;
use axum::{Extension, Json};
use penstock_service::types::{BatchReport, BatchRequest, BatchesRequest};
use penstock_service::{Batch, BatchId, Caller, Kind, StateCounts};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// How a batch stands.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(crate) struct BatchView {
    /// Names it.
    batch_id: BatchId,
    /// What people call it.
    label: String,
    /// When it was submitted, RFC 3339 in UTC.
    created_at: Option<String>,
    /// Jobs that are there.
    jobs: u64,
    /// Those in each state; states with none are left out.
    #[schemars(with = "std::collections::BTreeMap<String, u64>")]
    counts: StateCounts,
    /// How far it is, 0 to 1.
    fraction: f64,
    /// No job of it waits or runs.
    ended: bool,
}

impl From<Batch> for BatchView {
    fn from(batch: Batch) -> Self {
        Self {
            ended: batch.has_ended(),
            created_at: time(batch.created_at_ms),
            batch_id: batch.id,
            label: batch.label,
            jobs: batch.jobs,
            counts: batch.counts,
            fraction: batch.fraction,
        }
    }
}

/// The newest batches.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(crate) struct Batches {
    /// The newest first.
    batches: Vec<BatchView>,
}

/// A batch that was stopped.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(crate) struct Stopped {
    #[serde(flatten)]
    batch: BatchView,
    /// Jobs that had not ended: what waited is cancelled, what ran is asked to stop.
    cancelled: u64,
}

/// The newest batches.
pub(crate) async fn list(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Asked(query): Asked<BatchesRequest>,
) -> Result<Json<Batches>, Refused> {
    let batches = shared.service.list_batches(&caller, query).await?;
    Ok(Json(Batches { batches: batches.into_iter().map(BatchView::from).collect() }))
}

/// One batch.
pub(crate) async fn one(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Segments(id): Segments<String>,
) -> Result<Json<BatchView>, Refused> {
    Ok(Json(shared.service.get_batch(&caller, request(id)).await?.into()))
}

/// Stops what has not ended of it.
pub(crate) async fn cancel(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Extension(visitor): Extension<Visitor>,
    Segments(id): Segments<String>,
) -> Result<Json<Stopped>, Refused> {
    may(&visitor, Kind::Act)?;
    let reply = shared.service.cancel_batch(&caller, request(id)).await?;
    Ok(Json(Stopped { batch: reply.batch.into(), cancelled: reply.cancelled }))
}

/// One line for each of its jobs.
pub(crate) async fn report(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Segments(id): Segments<String>,
) -> Result<Json<BatchReport>, Refused> {
    Ok(Json(shared.service.batch_report(&caller, request(id)).await?))
}

fn request(id: String) -> BatchRequest {
    BatchRequest { id: BatchId::from(id) }
}
