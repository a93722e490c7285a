//! Who comes in: the host's name for everything, then origin and token (or cookie) for the API.

use crate::answer::Refused;
use crate::drain::drain;
use crate::hosts::same_origin;
use crate::server::Shared;
use crate::tokens::Visitor;
use crate::tries::Quiet;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use penstock_service::{Caller, ErrorCode, Kind, WireError};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

/// The header of the systems that Penstock takes the place of.
const INTERNAL_TOKEN: HeaderName = HeaderName::from_static("x-internal-token");

/// Refuses a host that is not ours.
pub(crate) async fn host(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    match host_of(&request) {
        Some(host) if shared.hosts.allows(host) => next.run(request).await,
        _ => {
            drain(request.into_body()).await;
            Refused(
                StatusCode::MISDIRECTED_REQUEST,
                WireError::new(ErrorCode::BadRequest, "Penstock is not reached under this name").advise(
                    "Open it by the address that `penstock serve` printed, or start it with --allow-host",
                ),
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
    let Some(visitor) = visitor(&shared, &request) else {
        drain(request.into_body()).await;
        return no_token(&shared, peer).await;
    };
    let caller =
        Caller { actor: format!("http:{}", visitor.name), may: visitor.kind.may(), may_name_paths: false };
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(visitor);
    next.run(request).await
}

/// Refuses what this visitor's token does not allow.
pub(crate) fn may(visitor: &Visitor, kind: Kind) -> Result<(), Refused> {
    if visitor.kind.allows(kind) {
        return Ok(());
    }
    let (title, advice) = match kind {
        Kind::Admin => {
            ("This needs a token of kind admin", "Make one with `penstock token add NAME --kind admin`")
        }
        Kind::Act | Kind::Read => {
            ("This token may only read", "Open Penstock with the full token to change something")
        }
    };
    Err(WireError::new(ErrorCode::ReadOnly, title).advise(advice).into())
}

/// By token, else by cookie.
fn visitor(shared: &Shared, request: &Request) -> Option<Visitor> {
    let mut tokens = tokens(request.headers()).peekable();
    if tokens.peek().is_some() {
        return tokens.find_map(|token| shared.tokens.visitor(token));
    }
    // A browser sends a cookie by itself, so what changes something must say where it comes from.
    let says_whence =
        request.headers().contains_key(header::ORIGIN) || request.headers().contains_key("sec-fetch-site");
    let harmless = [Method::GET, Method::HEAD].contains(request.method());
    if !harmless && !says_whence {
        return None;
    }
    let cookies = request.headers().get(header::COOKIE)?.to_str().ok()?;
    shared.sessions.visitor(cookies, Instant::now()).filter(|visitor| shared.tokens.knows(visitor))
}

async fn no_token(shared: &Shared, peer: SocketAddr) -> Response {
    let wrong = WireError::new(ErrorCode::Unauthorized, "The token is missing or wrong")
        .advise("Open the link that `penstock serve` printed, or send Authorization: Bearer TOKEN");
    let mut answer = match shared.tries.wrong(peer.ip(), Instant::now()) {
        None => Refused::from(wrong).into_response(),
        Some(Quiet { left, begins }) => {
            if begins {
                let actor = format!("http:{}", peer.ip());
                shared.note(actor, "locked-out", "ten wrong tokens within a minute".into()).await;
            }
            let mut answer = Refused(StatusCode::TOO_MANY_REQUESTS, wrong).into_response();
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(left.as_secs().max(1)));
            answer
        }
    };
    answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    answer
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

/// The tokens that a program sends: in the header of its ancestors, in the usual one, or in both.
fn tokens(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let internal = headers.get(INTERNAL_TOKEN).map(|token| token.to_str().unwrap_or_default().trim());
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| {
        let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
    });
    internal.into_iter().chain(bearer)
}
