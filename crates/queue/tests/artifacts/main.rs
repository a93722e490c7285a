//! Artifact stores: files, Redis, S3, and what they promise alike.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod alike;
mod files;
mod in_redis;
mod in_s3;

/// FIPS 180-2, appendix B.1: the SHA-256 of "abc".
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
