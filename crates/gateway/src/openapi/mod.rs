//! `GET /openapi.json`: the document of the API (OpenAPI 3.1), made from the types that the routes take and
//! answer, and from the table of commands. Tests compare it with the routes and with running answers.

mod build;
mod paths;

use axum::Json;
use serde_json::Value;
use std::sync::LazyLock;

static DOCUMENT: LazyLock<Value> = LazyLock::new(document);

/// The document; it is the same for every server of this version.
pub(crate) async fn openapi() -> Json<Value> {
    Json(DOCUMENT.clone())
}

/// The document.
#[must_use]
pub fn document() -> Value {
    let mut builder = build::Builder::default();
    paths::add(&mut builder);
    builder.finish()
}
