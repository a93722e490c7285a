//! The whole product through its front door: the `penstock` binary, as a script would call it.
//!
//! Every test has its own folder and store. `make build` makes the binary; these tests only run it.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail where they stand, like tests")]

mod acl;
mod bad_drawing;
mod bad_input;
mod batch;
mod deploy;
mod drawings;
mod fuzzing;
mod held_batch;
mod hostile;
mod load;
mod long_kill;
mod memory;
mod picture;
mod process;
mod queue_control;
mod queue_flow;
mod queue_time;
mod run_plot;
mod schema;
mod secrets;
mod serve;
#[allow(dead_code, reason = "the tests of faults use the rest")]
mod shop;
mod stopped_nest;
mod upkeep;
mod wait;
mod worker_life;
