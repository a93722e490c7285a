//! `POST /api/<command>`: JSON in, JSON out, for every row of the table.

use crate::answer::Refused;
use crate::drain;
use crate::server::Shared;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::{Extension, Json};
use futures_util::StreamExt;
use penstock_service::{Caller, ErrorCode, WireError};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// Largest request in bytes: 10,000 job ids are 400 kB.
const LARGEST: usize = 4 * 1024 * 1024;
/// How long a request may take to arrive.
const ARRIVAL: Duration = Duration::from_secs(30);

/// Calls one command.
pub(crate) async fn call(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Path(command): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, Refused> {
    let body = tokio::time::timeout(ARRIVAL, whole(body)).await.map_err(|_| late())??;
    let request = if body.is_empty() { Value::Null } else { read(&headers, &body)? };
    Ok(Json(shared.service.dispatch(&caller, &command, request).await?))
}

/// The whole body, if it is not too large.
async fn whole(body: Body) -> Result<Vec<u8>, Refused> {
    let mut pieces = body.into_data_stream();
    let mut whole = Vec::new();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|error| {
            WireError::new(ErrorCode::BadRequest, "The request broke off").detail(error.to_string())
        })?;
        if whole.len() + piece.len() > LARGEST {
            drain::rest(&mut pieces).await;
            let error = WireError::new(ErrorCode::BadRequest, "The request is larger than 4 MB");
            return Err(Refused(StatusCode::PAYLOAD_TOO_LARGE, error));
        }
        whole.extend_from_slice(&piece);
    }
    Ok(whole)
}

fn read(headers: &HeaderMap, body: &[u8]) -> Result<Value, Refused> {
    let json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
    if !json {
        return Err(Refused(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            WireError::new(ErrorCode::BadRequest, "Commands take JSON")
                .advise("Send Content-Type: application/json"),
        ));
    }
    serde_json::from_slice(body).map_err(|error| {
        WireError::new(ErrorCode::BadRequest, "The request is not JSON").detail(error.to_string()).into()
    })
}

/// The sender fell silent.
pub(crate) fn late() -> Refused {
    Refused(
        StatusCode::REQUEST_TIMEOUT,
        WireError::new(ErrorCode::BadRequest, "The request took too long to arrive"),
    )
}

/// Any other path of the API.
pub(crate) async fn nothing_here() -> Refused {
    WireError::new(ErrorCode::NotFound, "There is nothing at this address").into()
}
