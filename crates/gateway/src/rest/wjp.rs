//! `POST /analyze-dxf` and `POST /cost`, as programs call them that were made for wjp_analyser.
//!
//! Both become jobs on the queue `analysis`; without `async_mode` the answer waits for their end. A failure is
//! an error with its status, never a 200 with `success: false`.

use super::awaited::{self, Errand};
use super::folders;
use crate::answer::Refused;
use crate::body::{self, Asked};
use crate::guard::may;
use crate::server::Shared;
use crate::tokens::Visitor;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::{Extension, Json};
use penstock_service::{Caller, Job, JobId, JobState, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::sync::Arc;

/// Marks, in the key of a job, that it was made here: its state is then told in wjp's words.
const MARK: &str = "analyze-dxf:";
/// The queue of `analyze` and `quote`.
const QUEUE: &str = "analysis";
/// Bodies are short.
const LARGEST: usize = 1 << 20;
/// What wjp calls a material that nobody named.
const NO_MATERIAL: &str = "Generic Material";

/// How to answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Mode {
    /// True answers at once with the id of the job; `GET /jobs/{id}` has its report later.
    #[serde(default)]
    async_mode: bool,
}

/// A drawing to analyse.
#[derive(Clone, PartialEq, Debug, Deserialize, JsonSchema)]
pub(crate) struct Analysis {
    /// Path of the DXF in a folder that this server may read.
    dxf_path: String,
    /// Name of the material.
    material: Option<String>,
    /// Its thickness in mm.
    #[schemars(range(min = 0.1, max = 500.0))]
    thickness: Option<f64>,
    /// Width of the cut in mm.
    #[schemars(range(min = 0.0, max = 10.0))]
    kerf: Option<f64>,
}

/// A drawing to reckon the cost of, by wjp's rates.
#[derive(Clone, PartialEq, Debug, Deserialize, JsonSchema)]
pub(crate) struct Costing {
    #[serde(flatten)]
    what: Analysis,
    /// Price of a metre.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    rate_per_m: Option<f64>,
    /// Price of a pierce.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pierce_cost: Option<f64>,
    /// Price of setting up.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    setup_cost: Option<f64>,
}

/// What came of an analysis, or where it will be.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(crate) struct Analysed {
    /// Always true: what fails is answered as an error.
    success: bool,
    /// The report, unless `async_mode` was asked for.
    #[schemars(with = "Option<Map<String, Value>>")]
    report: Option<Value>,
    /// The job.
    job_id: JobId,
}

/// What a drawing costs.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(crate) struct Costed {
    /// Always true: what fails is answered as an error.
    success: bool,
    /// The quote, with every line and its inputs.
    #[schemars(with = "Map<String, Value>")]
    cost: Value,
    /// The job.
    job_id: JobId,
}

/// wjp's words for where a job stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    /// Waits.
    Queued,
    /// Runs.
    Running,
    /// Its result is there.
    Completed,
    /// It has none.
    Failed,
}

impl From<JobState> for Status {
    fn from(state: JobState) -> Self {
        match state {
            JobState::Held
            | JobState::Scheduled
            | JobState::Queued
            | JobState::Deferred
            | JobState::Retrying => Self::Queued,
            JobState::Running => Self::Running,
            JobState::Finished => Self::Completed,
            JobState::Failed | JobState::Cancelled | JobState::Quarantined => Self::Failed,
        }
    }
}

/// The job was made by `POST /analyze-dxf`.
pub(crate) fn made(job: &Job) -> bool {
    job.idempotency_key.as_deref().is_some_and(|key| key.starts_with(MARK))
}

/// Analyses a drawing.
pub(crate) async fn analyze(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Extension(visitor): Extension<Visitor>,
    Asked(mode): Asked<Mode>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Analysed>, Refused> {
    may(&visitor, Kind::Act)?;
    let asked: Analysis = body::shaped(&headers, body, LARGEST).await?;
    let params = asked.params();
    let file = folders::find(&shared.folders, &asked.dxf_path, "dxf_path").await?;
    if !mode.async_mode {
        worked_on(&shared, &caller).await?;
    }
    let job_id = queue(&shared, &caller, "analyze", &file, params).await?;
    let report = if mode.async_mode { None } else { Some(awaited::report(&shared, &caller, &job_id).await?) };
    Ok(Json(Analysed { success: true, report, job_id }))
}

/// Reckons the cost of a drawing.
pub(crate) async fn cost(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Costed>, Refused> {
    may(&visitor, Kind::Act)?;
    let asked: Costing = body::shaped(&headers, body, LARGEST).await?;
    let file = folders::find(&shared.folders, &asked.what.dxf_path, "dxf_path").await?;
    worked_on(&shared, &caller).await?;
    let mut params = asked.what.params();
    params.insert("rates".to_owned(), json!("wjp"));
    for (ours, theirs) in [
        ("price_per_metre", asked.rate_per_m),
        ("price_per_pierce", asked.pierce_cost),
        ("setup_price", asked.setup_cost),
    ] {
        if let Some(price) = theirs {
            params.insert(ours.to_owned(), json!(price));
        }
    }
    let job_id = queue(&shared, &caller, "quote", &file, params).await?;
    let cost = awaited::report(&shared, &caller, &job_id).await?;
    Ok(Json(Costed { success: true, cost, job_id }))
}

impl Analysis {
    /// In our words; what is not said takes the task's defaults.
    fn params(&self) -> Map<String, Value> {
        let mut params = Map::new();
        if let Some(material) = self.material.as_deref().filter(|name| *name != NO_MATERIAL) {
            params.insert("material".to_owned(), json!(material));
        }
        for (ours, theirs) in [("thickness_mm", self.thickness), ("kerf_mm", self.kerf)] {
            if let Some(value) = theirs {
                params.insert(ours.to_owned(), json!(value));
            }
        }
        params
    }
}

/// Somebody will do it.
async fn worked_on(shared: &Shared, caller: &Caller) -> Result<(), Refused> {
    if awaited::somebody_listens(shared, caller, QUEUE).await? { Ok(()) } else { Err(awaited::nobody(QUEUE)) }
}

async fn queue(
    shared: &Shared,
    caller: &Caller,
    task: &str,
    file: &Path,
    params: Map<String, Value>,
) -> Result<JobId, Refused> {
    let input = shared.service.add_input(file).await?;
    let key = Some(format!("{MARK}{}", JobId::fresh()));
    let errand = Errand { task, params: Value::Object(params), inputs: vec![input], queue: None, key };
    awaited::submit(shared, caller, errand).await
}
