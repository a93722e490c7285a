//! RQ's wire: what its jobs, results and workers look like in Redis, without any connection.
//!
//! Everything that is read here was written by somebody else, maybe with bad intent: it is bounded in
//! bytes, depth and count, no class is looked up, nothing is called, and no input panics.
//! What is written is the dialect of RQ 2, which 1.16 to 3.0 read.

mod call;
mod describe;
mod execution;
mod inflate;
mod job;
mod job_write;
mod json;
mod keys;
mod meta;
pub mod pickle;
mod raw;
pub mod result;
mod serializer;
mod status;
#[cfg(test)]
mod tests;
pub mod time;
mod unreadable;
mod worker;

pub use call::Call;
pub use execution::RqExecution;
pub use job::{Callback, RqJob, is_fit_id};
pub use keys::{BadPrefix, Keys};
pub use meta::{read_meta, with_ours, write_meta};
pub use raw::RawHash;
pub use serializer::Serializer;
pub use status::Status;
pub use unreadable::Unreadable;
pub use worker::RqWorker;
