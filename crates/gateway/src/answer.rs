//! Errors as answers, and the headers that every answer has.

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use penstock_service::{ErrorCode, WireError};

/// What a page of ours may do: everything from here, nothing from elsewhere, nothing inline.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// An error with the status that fits it.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) StatusCode, pub(crate) WireError);

impl From<WireError> for Refused {
    fn from(error: WireError) -> Self {
        let status = match error.code {
            ErrorCode::BadParameter | ErrorCode::BadRequest => StatusCode::BAD_REQUEST,
            ErrorCode::Unauthorized => StatusCode::UNAUTHORIZED,
            ErrorCode::ReadOnly => StatusCode::FORBIDDEN,
            ErrorCode::NotFound => StatusCode::NOT_FOUND,
            ErrorCode::NotNow | ErrorCode::Superseded => StatusCode::CONFLICT,
            ErrorCode::BadInput | ErrorCode::Failed => StatusCode::UNPROCESSABLE_ENTITY,
            ErrorCode::StoreAway => StatusCode::SERVICE_UNAVAILABLE,
            ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self(status, error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(status, error) = self;
        if status.is_server_error() {
            tracing::error!(error.title = %error.title, error.detail = ?error.detail, "A request failed");
        }
        let mut answer = (status, [(header::CACHE_CONTROL, "no-store")], Json(error)).into_response();
        if before_the_body(status) {
            answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        answer
    }
}

/// Whether such an answer may go out before the request was read to its end: what is left of it would
/// stand in the way of the next request, so the sender must not use the connection again.
fn before_the_body(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::UNAUTHORIZED
            | StatusCode::FORBIDDEN
            | StatusCode::REQUEST_TIMEOUT
            | StatusCode::PAYLOAD_TOO_LARGE
            | StatusCode::UNSUPPORTED_MEDIA_TYPE
            | StatusCode::UNPROCESSABLE_ENTITY
            | StatusCode::MISDIRECTED_REQUEST
            | StatusCode::TOO_MANY_REQUESTS
    )
}

/// Puts the headers on every answer that keep a browser from being clever.
pub(crate) async fn headers(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    let fixed: [(HeaderName, &'static str); 7] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), usb=()"),
    ];
    for (name, value) in fixed {
        // What a handler said itself is stricter.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    answer
}
