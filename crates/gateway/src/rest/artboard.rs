//! `POST /api/artboard/create`, as Drawscape's document has it: a simple drawing is answered at once, a complex
//! one is queued, an urgent one on the queue `high`. Where no worker listens, a simple one is queued too.

use super::awaited::{self, Errand};
use crate::answer::Refused;
use crate::body;
use crate::guard::may;
use crate::server::Shared;
use crate::tokens::Visitor;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use penstock_service::{Caller, JobId, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;

/// The queue of `pattern`.
const QUEUE: &str = "svg-generation";
/// Bodies are short.
const LARGEST: usize = 1 << 20;

/// How much work a drawing is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Complexity {
    /// Answered at once.
    #[default]
    Simple,
    /// Queued.
    Complex,
}

/// A drawing to make.
#[derive(Clone, PartialEq, Debug, Deserialize, JsonSchema)]
pub(crate) struct NewArtboard {
    /// Width in mm.
    #[serde(default = "a4_height")]
    #[schemars(range(min = 10.0, max = 3000.0))]
    width: f64,
    /// Height in mm.
    #[serde(default = "a4_width")]
    #[schemars(range(min = 10.0, max = 3000.0))]
    height: f64,
    /// `spiral`, `grid`, or another kind of pattern.
    #[serde(default = "grid")]
    #[schemars(length(max = 100))]
    pattern: String,
    /// How much work it is.
    #[serde(default)]
    complexity: Complexity,
    /// Ahead of what is not.
    #[serde(default)]
    urgent: bool,
}

fn a4_height() -> f64 {
    297.0
}

fn a4_width() -> f64 {
    210.0
}

fn grid() -> String {
    "grid".to_owned()
}

/// A drawing, or where it will be.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(crate) struct Artboard {
    /// `completed` or `queued`.
    status: &'static str,
    /// The job.
    job_id: JobId,
    /// Where to ask for it.
    status_url: String,
    /// The drawing, when it is complete.
    svg: Option<String>,
}

/// Makes a drawing.
pub(crate) async fn create(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refused> {
    may(&visitor, Kind::Act)?;
    let asked: NewArtboard = body::shaped(&headers, body, LARGEST).await?;
    let params = json!({ "kind": asked.pattern, "width_mm": asked.width, "height_mm": asked.height });
    let queue = asked.urgent.then(|| "high".to_owned());
    // Without a worker even a simple one has to wait in its queue.
    let listening = awaited::somebody_listens(&shared, &caller, queue.as_deref().unwrap_or(QUEUE)).await?;
    let simple = asked.complexity == Complexity::Simple && listening;
    let errand = Errand { task: "pattern", params, inputs: Vec::new(), queue, key: None };
    let job_id = awaited::submit(&shared, &caller, errand).await?;
    let svg =
        if simple { Some(awaited::text(&shared, &caller, &job_id, "pattern.svg").await?) } else { None };
    let status_url = format!("/jobs/{job_id}");
    let status = if simple { "completed" } else { "queued" };
    let code = if simple { StatusCode::OK } else { StatusCode::ACCEPTED };
    Ok((code, Json(Artboard { status, job_id, status_url, svg })).into_response())
}
