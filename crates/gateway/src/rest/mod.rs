//! The API for other programs: jobs and monitoring under the names that they already use. One file an
//! ancestor or a subject.
//!
//! `jobs` and `monitoring` are Caudex's. Not here yet, because the tasks behind them do not exist:
//! `POST /analyze-dxf` and `POST /cost` (wjp), `POST /api/artboard/create` (Drawscape).

pub(crate) mod jobs;
pub(crate) mod metrics;
pub(crate) mod monitoring;
pub(crate) mod new_job;
pub(crate) mod session;
pub(crate) mod view;
