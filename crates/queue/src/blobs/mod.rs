//! Artifacts that are not in a folder of this computer: in Redis, in an S3-compatible store, or in a
//! folder that several computers share.

mod choice;
mod hashing;
mod in_redis;

pub use choice::Choice;
pub use in_redis::RedisArtifacts;
