//! What Penstock promises when things break: nothing that was accepted is lost, nothing finishes twice, and
//! no half file stands under a whole one's name.
//!
//! Each test has stores and folders of its own, breaks one thing on purpose, lets everything come to rest,
//! and then checks the invariants by name ([`rest`]). What is random prints its seed.

#![expect(clippy::print_stdout, reason = "seeds, counts and times are what a run is for")]
#![expect(clippy::unwrap_used, reason = "helpers of tests fail where they stand, like tests")]

mod asks;
mod children;
mod clock;
#[path = "../app/drawings.rs"]
#[allow(dead_code, reason = "the tests of the app use the rest")]
mod drawings;
mod everysec;
mod family;
mod flat;
mod full_disk;
mod numbered_points;
mod partition;
#[path = "../app/process.rs"]
#[allow(dead_code, reason = "the tests of the app use the rest")]
mod process;
mod random_kills;
mod rest;
mod rq_alone;
#[path = "../app/shop.rs"]
#[allow(dead_code, reason = "the tests of the app use the rest")]
mod shop;
mod stopped;
#[path = "../app/wait.rs"]
mod wait;
