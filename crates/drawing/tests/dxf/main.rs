//! DXF in and out, through the front door.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

mod binary;
mod blocks;
mod corpus;
mod crate_peer;
mod curves;
mod damage;
mod entities;
mod hostile;
mod large;
mod mutations;
mod oracle;
mod peers;
mod support;
mod units;
mod versions;
mod write;
