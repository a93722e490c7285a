//! Artifacts that are not in a folder of this computer: in Redis, in an S3-compatible store, or in a
//! folder that several computers share.

mod choice;
mod hashing;
mod in_redis;
mod in_s3;
mod s3_place;

pub use choice::Choice;
pub use in_redis::RedisArtifacts;
pub use in_s3::S3Artifacts;
pub use s3_place::S3Place;
