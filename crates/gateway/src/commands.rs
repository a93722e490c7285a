//! `POST /api/<command>`: JSON in, JSON out, for every row of the table.

use crate::answer::Refused;
use crate::body::{self, Segments};
use crate::guard::may;
use crate::server::Shared;
use crate::tokens::Visitor;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::{Extension, Json};
use penstock_service::{COMMANDS, Caller, ErrorCode, WireError};
use serde_json::Value;
use std::sync::Arc;

/// Largest request in bytes: 10,000 job ids are 400 kB.
const LARGEST: usize = 4 * 1024 * 1024;

/// Calls one command.
pub(crate) async fn call(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Extension(visitor): Extension<Visitor>,
    Segments(command): Segments<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, Refused> {
    if let Some(row) = COMMANDS.iter().find(|row| row.name == command) {
        may(&visitor, row.kind)?;
    }
    let request = body::json(&headers, body, LARGEST).await?.unwrap_or(Value::Null);
    Ok(Json(shared.service.dispatch(&caller, &command, request).await?))
}

/// Any other path of the API.
pub(crate) async fn nothing_here() -> Refused {
    WireError::new(ErrorCode::NotFound, "There is nothing at this address").into()
}
