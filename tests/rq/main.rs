//! Penstock and Python's RQ on one Redis: each runs what the other enqueues, and sees what the other does.
//!
//! Every test has a Redis server of its own, and runs with each of the four versions of RQ that are named
//! in `versions.rs`, from PyPI. `python/drive.py` is the Python program of these tests, `python/shop.py`
//! what its workers can do.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail where they stand, like tests")]

mod dashboard;
#[path = "../app/drawings.rs"]
#[allow(dead_code, reason = "the tests of the app use the rest")]
mod drawings;
mod driver;
mod example;
mod fleet;
mod hostile;
mod ours_runs;
#[path = "../app/process.rs"]
#[allow(dead_code, reason = "the tests of the app use the rest")]
mod process;
mod python_runs;
mod raw;
mod sides;
mod versions;
#[path = "../app/wait.rs"]
mod wait;
mod wire;
