//! A request's JSON and its parts, and the same words for everything that is wrong with them.

use crate::answer::Refused;
use crate::drain;
use axum::body::Body;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use futures_util::StreamExt;
use penstock_service::{ErrorCode, WireError};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Duration;

/// How long a request may take to arrive.
const ARRIVAL: Duration = Duration::from_secs(30);

/// The body as JSON; none when it is empty.
///
/// # Errors
/// 413 when it is over `most` bytes, 415 when it does not say that it is JSON, 408, 400.
pub(crate) async fn json(headers: &HeaderMap, body: Body, most: usize) -> Result<Option<Value>, Refused> {
    let body = tokio::time::timeout(ARRIVAL, whole(body, most)).await.map_err(|_| late())??;
    if body.is_empty() { Ok(None) } else { read(headers, &body).map(Some) }
}

/// The body as JSON of this shape; an empty one counts as `{}`.
///
/// # Errors
/// As [`json`], and 400 when it has another shape.
pub(crate) async fn shaped<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
    most: usize,
) -> Result<T, Refused> {
    let value = json(headers, body, most).await?.unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    serde_json::from_value(value).map_err(|error| {
        WireError::new(ErrorCode::BadRequest, "The request is not what this address takes")
            .detail(error.to_string())
            .into()
    })
}

/// The whole body, if it is not too large.
async fn whole(body: Body, most: usize) -> Result<Vec<u8>, Refused> {
    let mut pieces = body.into_data_stream();
    let mut whole = Vec::new();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|error| {
            WireError::new(ErrorCode::BadRequest, "The request broke off").detail(error.to_string())
        })?;
        if whole.len() + piece.len() > most {
            drain::rest(&mut pieces).await;
            let title = format!("The request is larger than {} MB", most >> 20);
            return Err(Refused(StatusCode::PAYLOAD_TOO_LARGE, WireError::new(ErrorCode::BadRequest, title)));
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

/// Parts of the path.
pub(crate) struct Segments<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Segments<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(path)| Self(path)).map_err(|error| {
            WireError::new(ErrorCode::BadRequest, "The address cannot be read")
                .detail(error.body_text())
                .into()
        })
    }
}

/// What stands behind `?`.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        query.map(|Query(query)| Self(query)).map_err(|error| {
            WireError::new(ErrorCode::BadRequest, "What stands behind ? cannot be read")
                .detail(error.body_text())
                .into()
        })
    }
}
