//! The API for other programs: jobs and monitoring under the names that they already use. One file an
//! ancestor or a subject.
//!
//! `jobs` and `monitoring` are Caudex's, `wjp` is wjp_analyser's, `artboard` Drawscape's.

pub(crate) mod artboard;
mod awaited;
pub(crate) mod batches;
mod folders;
pub(crate) mod jobs;
pub(crate) mod metrics;
pub(crate) mod monitoring;
pub(crate) mod new_job;
pub(crate) mod session;
pub(crate) mod view;
pub(crate) mod wjp;
