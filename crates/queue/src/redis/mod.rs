//! The store that speaks RQ's protocol.

pub(crate) mod link;

pub use link::Settings;
