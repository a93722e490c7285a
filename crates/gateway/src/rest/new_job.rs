//! `POST /jobs`: a job from another program, with its inputs by hash or in the request itself.

use super::view::Status;
use crate::answer::Refused;
use crate::body;
use crate::guard::may;
use crate::server::Shared;
use crate::tokens::Visitor;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use penstock_service::types::SubmitRequest;
use penstock_service::{ArtifactRef, ArtifactRole, Caller, ErrorCode, JobId, Kind, Retry, WireError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;

/// Largest request in bytes; larger inputs go through `POST /api/upload`.
pub(crate) const LARGEST: usize = 32 * 1024 * 1024;

/// A job to queue.
#[derive(Clone, PartialEq, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewJob {
    /// Name of the task.
    task: String,
    /// Its parameters; missing ones take their defaults.
    #[serde(default = "no_params")]
    #[schemars(with = "serde_json::Map<String, Value>")]
    params: Value,
    /// Its inputs.
    #[serde(default)]
    inputs: Vec<NewInput>,
    /// The queue of the task's kind if none.
    queue: Option<String>,
    /// What people call it; the first input's name if none.
    label: Option<String>,
    /// Ahead of everything in its queue.
    #[serde(default)]
    at_front: bool,
    /// Not before this time, RFC 3339.
    #[schemars(extend("format" = "date-time"))]
    not_before: Option<String>,
    /// Waits until these finished.
    #[serde(default)]
    after: Vec<JobId>,
    /// Further tries after a failure.
    #[serde(default)]
    #[schemars(range(max = 1000))]
    retries: u32,
    /// Seconds to wait before each try; the last one serves for all that follow.
    #[serde(default)]
    retry_intervals_s: Vec<u64>,
    /// Longest wall-clock time of one attempt in seconds; the task's own if none.
    #[schemars(range(min = 1, max = 604_800))]
    timeout_s: Option<u64>,
    /// Seconds that the result stays.
    #[schemars(range(max = 315_360_000))]
    result_ttl_s: Option<u64>,
    /// Seconds that it stays after a failure.
    #[schemars(range(max = 315_360_000))]
    failure_ttl_s: Option<u64>,
    /// A second submission with the same key yields the first one's job.
    key: Option<String>,
    /// Keep it in the outbox until it is released.
    #[serde(default)]
    hold: bool,
}

fn no_params() -> Value {
    Value::Object(serde_json::Map::new())
}

/// One input.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum NewInput {
    /// What `POST /api/upload` answered.
    Uploaded {
        /// File name shown to people.
        name: String,
        /// SHA-256 of the content.
        #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
        sha256: String,
        /// Length in bytes.
        bytes: u64,
    },
    /// The content itself, in base64.
    Content {
        /// File name shown to people.
        name: String,
        /// The content, in base64 (RFC 4648, with padding).
        #[schemars(extend("contentEncoding" = "base64"))]
        content: String,
    },
    /// The content itself, as text.
    Text {
        /// File name shown to people.
        name: String,
        /// The content.
        text: String,
    },
}

/// What was queued.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(crate) struct Accepted {
    /// For people.
    message: String,
    /// Names the job.
    job_id: JobId,
    /// Where it stands.
    status: Status,
    /// Where to ask for it.
    status_url: String,
    /// The key was known: this is the job that was there.
    duplicate: bool,
}

/// Queues a job.
pub(crate) async fn submit(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refused> {
    may(&visitor, Kind::Act)?;
    let job: NewJob = body::shaped(&headers, body, LARGEST).await?;
    let not_before_ms = job.not_before.as_deref().map(time_of).transpose()?;
    let mut inputs = Vec::with_capacity(job.inputs.len());
    for input in job.inputs {
        inputs.push(kept(&shared, &caller, input).await?);
    }
    let request = SubmitRequest {
        task: job.task,
        params: job.params,
        inputs,
        queue: job.queue,
        label: job.label,
        at_front: job.at_front,
        not_before_ms,
        after: job.after,
        retry: Retry { max: job.retries, intervals_s: job.retry_intervals_s },
        timeout_s: job.timeout_s,
        result_ttl_s: job.result_ttl_s,
        failure_ttl_s: job.failure_ttl_s,
        key: job.key,
        count: 1,
        hold: job.hold,
    };
    let reply = shared.service.submit(&caller, request).await?;
    let nothing = || WireError::new(ErrorCode::Internal, "The store accepted the job and named none");
    let id = reply.ids.into_iter().next().ok_or_else(nothing)?;
    let duplicate = reply.duplicates.first().copied().unwrap_or(false);
    let state = super::jobs::detail(&shared, &caller, id.clone()).await?.job.state;
    let accepted = Accepted {
        message: if duplicate { "Job was queued before" } else { "Job queued" }.to_owned(),
        status: state.into(),
        status_url: format!("/jobs/{id}"),
        job_id: id,
        duplicate,
    };
    let place = HeaderValue::from_str(&accepted.status_url);
    let mut answer = (StatusCode::ACCEPTED, Json(accepted)).into_response();
    if let Ok(place) = place {
        answer.headers_mut().insert(header::LOCATION, place);
    }
    Ok(answer)
}

/// The input in the store.
async fn kept(shared: &Shared, caller: &Caller, input: NewInput) -> Result<ArtifactRef, Refused> {
    let (name, content) = match input {
        NewInput::Uploaded { name, sha256, bytes } => {
            let media_type = "application/octet-stream".to_owned();
            return Ok(ArtifactRef { name, role: ArtifactRole::Input, sha256, bytes, media_type });
        }
        NewInput::Content { name, content } => {
            let content = STANDARD.decode(content.as_bytes()).map_err(|error| {
                WireError::new(ErrorCode::BadRequest, format!("The content of {name} is not base64"))
                    .detail(error.to_string())
                    .field("inputs")
            })?;
            (name, content)
        }
        NewInput::Text { name, text } => (name, text.into_bytes()),
    };
    Ok(shared.service.upload(caller, &name, content).await?)
}

fn time_of(text: &str) -> Result<i64, WireError> {
    text.parse::<Timestamp>().map(Timestamp::as_millisecond).map_err(|error| {
        WireError::new(ErrorCode::BadParameter, "not_before is no time like 2026-03-01T08:00:00Z")
            .detail(error.to_string())
            .field("not_before")
    })
}
