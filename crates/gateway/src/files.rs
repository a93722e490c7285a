//! Bytes: uploads, preview levels, artifacts to take away.

use crate::answer::Refused;
use crate::body::{Asked, Segments, late};
use crate::drain;
use crate::server::Shared;
use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use futures_util::StreamExt;
use penstock_service::{ArtifactRef, Caller, ErrorCode, JobId, WireError};
use schemars::JsonSchema;
use serde::Deserialize;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

/// How long a sender may be silent in the middle of an upload.
const SILENCE: Duration = Duration::from_secs(30);

/// `?name=`.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct UploadQuery {
    /// File name shown to people.
    name: String,
}

/// `POST /api/upload?name=NAME`: keeps the body, piece by piece, never whole in memory.
pub(crate) async fn upload(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Asked(query): Asked<UploadQuery>,
    body: Body,
) -> Result<Json<ArtifactRef>, Refused> {
    let mut pieces = body.into_data_stream();
    let kept = receive(&shared, &caller, &query.name, &mut pieces).await;
    if kept.is_err() {
        drain::rest(&mut pieces).await;
    }
    Ok(Json(kept?))
}

async fn receive(
    shared: &Shared,
    caller: &Caller,
    name: &str,
    pieces: &mut BodyDataStream,
) -> Result<ArtifactRef, Refused> {
    let mut upload = shared.service.begin_upload(caller, name).await?;
    while let Some(piece) = tokio::time::timeout(SILENCE, pieces.next()).await.map_err(|_| late())? {
        let piece: Bytes = piece.map_err(|error| {
            Refused(
                StatusCode::BAD_REQUEST,
                WireError::new(ErrorCode::BadRequest, "The upload broke off").detail(error.to_string()),
            )
        })?;
        upload.write(&piece).await?;
    }
    Ok(upload.finish().await?)
}

/// `GET /api/preview/<handle>/<level>`: the geometry of one level.
pub(crate) async fn preview(
    State(shared): State<Arc<Shared>>,
    Segments((handle, level)): Segments<(String, u32)>,
) -> Result<Response, Refused> {
    Ok(kept(shared.service.preview_level(&handle, level).await?))
}

/// `GET /api/preview/<handle>/coverage`: how often a pen passes each spot, one byte a cell.
pub(crate) async fn coverage(
    State(shared): State<Arc<Shared>>,
    Segments(handle): Segments<String>,
) -> Result<Response, Refused> {
    Ok(kept(shared.service.preview_coverage(&handle).await?))
}

/// Under a handle, bytes never change.
fn kept(bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, "private, max-age=3600"),
    ];
    (headers, bytes).into_response()
}

/// `GET /api/jobs/<id>/artifacts/<name>`: a file to take away; a slash in its name is `%2F`. Whatever it is,
/// no browser shows it.
pub(crate) async fn artifact(
    State(shared): State<Arc<Shared>>,
    Segments((id, name)): Segments<(String, String)>,
) -> Result<Response, Refused> {
    let (artifact, content) = shared.service.artifact(&JobId::from(id), &name).await?;
    let mut answer = content.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::CONTENT_DISPOSITION, disposition(&artifact.name.replace('/', "-")));
    // In place of the page's policy, should it ever be shown all the same.
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    Ok(answer)
}

/// RFC 6266: a name in ASCII for old browsers, the whole one for the others (RFC 8187).
fn disposition(name: &str) -> HeaderValue {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b" !#$&+-.^_`|~()".contains(byte);
    let ascii: String = name.bytes().map(|byte| if plain(&byte) { char::from(byte) } else { '_' }).collect();
    let mut text = format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_leave_its_quotes_or_the_header() {
        let header = disposition("a\";\r\nX: é.svg");
        assert_eq!(
            header.to_str().unwrap(),
            "attachment; filename=\"a____X_ __.svg\"; filename*=UTF-8''a%22%3B%0D%0AX%3A%20%C3%A9.svg"
        );
    }
}
