#![no_main]
#![allow(clippy::unwrap_used, reason = "a target that cannot go on ends there")]
include!("any.rs");
target!("child-frames");
