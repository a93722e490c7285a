//! What the store on Redis does beyond the suite: beside Python's programs, with hostile content, when
//! replies are lost, servers die and workers are killed.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod beside_python;
mod commands;
mod hostile;
mod killed;
mod lost_replies;
mod scale;
mod server_faults;
mod shop;
mod strays;
