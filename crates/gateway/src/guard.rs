//! Who comes in: the host's name for everything, then origin and token for the API.

use crate::answer::Refused;
use crate::drain::drain;
use crate::hosts::same_origin;
use crate::server::Shared;
use crate::token::Access;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use penstock_service::{Caller, ErrorCode, WireError};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

/// Refuses a host that is not ours.
pub(crate) async fn host(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    match host_of(&request) {
        Some(host) if shared.hosts.allows(host) => next.run(request).await,
        _ => {
            drain(request.into_body()).await;
            Refused(
                StatusCode::MISDIRECTED_REQUEST,
                WireError::new(ErrorCode::BadRequest, "Penstock is not reached under this name")
                    .advise("Open it by the address that `penstock serve` printed"),
            )
            .into_response()
        }
    }
}

/// Refuses pages of other origins and calls without a token; says who calls.
pub(crate) async fn api(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    if comes_from_elsewhere(&request) {
        drain(request.into_body()).await;
        return Refused(
            StatusCode::FORBIDDEN,
            WireError::new(ErrorCode::Unauthorized, "Pages of other sites may not call Penstock"),
        )
        .into_response();
    }
    let Some(access) = bearer(request.headers()).and_then(|token| shared.tokens.access(token)) else {
        drain(request.into_body()).await;
        return no_token(&shared, peer);
    };
    let (actor, read_only) = match access {
        Access::Full => ("http:full", false),
        Access::ReadOnly => ("http:read-only", true),
    };
    request.extensions_mut().insert(Caller { actor: actor.to_owned(), read_only, may_name_paths: false });
    next.run(request).await
}

fn no_token(shared: &Shared, peer: SocketAddr) -> Response {
    let wrong = WireError::new(ErrorCode::Unauthorized, "The token is missing or wrong")
        .advise("Open the link that `penstock serve` printed");
    match shared.tries.wrong(peer.ip(), Instant::now()) {
        None => Refused::from(wrong).into_response(),
        Some(pause) => {
            let mut answer = Refused(StatusCode::TOO_MANY_REQUESTS, wrong).into_response();
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(pause.as_secs().max(1)));
            answer
        }
    }
}

fn host_of(request: &Request) -> Option<&str> {
    request.headers().get(header::HOST)?.to_str().ok()
}

/// A browser says where a request comes from; what is no browser says nothing, and needs the token.
fn comes_from_elsewhere(request: &Request) -> bool {
    let text =
        |name: &HeaderName| request.headers().get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    let site = text(&HeaderName::from_static("sec-fetch-site"));
    if site.is_some_and(|site| site != "same-origin" && site != "none") {
        return true;
    }
    let host = host_of(request).unwrap_or_default();
    text(&header::ORIGIN).is_some_and(|origin| !same_origin(origin, host))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}
