//! `/api/session`: a browser shows its token once, and goes on with a cookie.

use crate::answer::Refused;
use crate::server::Shared;
use crate::tokens::{TokenKind, Visitor};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use penstock_service::{ErrorCode, WireError};
use schemars::JsonSchema;
use serde::Serialize;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

/// Who is logged in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub(crate) struct Session {
    /// Name of the token.
    name: String,
    /// What it allows.
    kind: TokenKind,
}

impl From<Visitor> for Session {
    fn from(visitor: Visitor) -> Self {
        Self { name: visitor.name, kind: visitor.kind }
    }
}

/// Who asks.
pub(crate) async fn who(Extension(visitor): Extension<Visitor>) -> Json<Session> {
    Json(visitor.into())
}

/// Gives a cookie for a token.
pub(crate) async fn open(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    // Behind a proxy with TLS, a browser says so in its origin.
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    let secure = origin.is_some_and(|origin| origin.starts_with("https://"));
    let cookie = shared.sessions.open(visitor.clone(), secure, Instant::now()).map_err(no_session)?;
    shared.note(format!("http:{}", visitor.name), "sign-in", format!("from {}", peer.ip())).await;
    Ok(with_cookie(visitor, &cookie))
}

/// Ends the session of this browser.
pub(crate) async fn close(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
) -> Response {
    let cookies = headers.get(header::COOKIE).and_then(|cookies| cookies.to_str().ok()).unwrap_or_default();
    let cookie = shared.sessions.close(cookies);
    shared.note(format!("http:{}", visitor.name), "sign-out", format!("from {}", peer.ip())).await;
    with_cookie(visitor, &cookie)
}

fn no_session(error: impl std::fmt::Display) -> WireError {
    WireError::new(ErrorCode::Internal, "No session can be opened").detail(error.to_string())
}

fn with_cookie(visitor: Visitor, cookie: &str) -> Response {
    let mut answer = Json(Session::from(visitor)).into_response();
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
