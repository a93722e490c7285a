//! Where queues live: the embedded store on SQLite, the artifact store on files, and the conformance
//! suite that every store must pass.
//!
//! [`open`] turns a store's URL into all that a program needs. Faces and workers hold only the traits of
//! `penstock_jobs`; nothing outside this crate knows which store is behind them.

mod blobs;
mod clock;
pub mod conformance;
mod files;
mod incarnation;
mod open;
mod order;
mod reasons;
mod redis;
pub mod rq;
mod sqlite;

pub use self::redis::link::{ProbeStep, Verdict, probe};
pub use self::redis::{RedisStore, RedisTuning, Settings as RedisSettings};
pub use blobs::{Choice as ArtifactsChoice, RedisArtifacts, S3Artifacts, S3Place};
pub use files::FileArtifacts;
pub use incarnation::{incarnation_of_this_process, is_gone};
pub use open::{Opened, default_file, open, open_embedded, remote_identity};
pub use sqlite::{SqliteStore, Tuning};
