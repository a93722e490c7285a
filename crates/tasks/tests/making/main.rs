//! `pattern` and `trace` through their front door.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../support/mod.rs"]
mod support;
#[path = "../../examples/gallery/thumbnail.rs"]
mod thumbnail;

mod pattern;
mod photographs;
mod pictures;
mod ranges;
mod trace;
