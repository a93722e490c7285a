//! Requests that leave this computer on somebody else's word: a job's address of a drawing, a webhook.
//!
//! Whoever can queue a job could otherwise make a worker fetch what only the worker can reach. So an
//! address must stand on a list that the operator made, may not lead to a private network unless that was
//! allowed too (checked on what the name resolves to, at the moment of connecting), and a redirect may not
//! leave the host. No proxy is used: behind one, the address could not be checked.

mod address;
mod allowed;
mod client;

pub use allowed::{AllowList, BadEntry};
pub use client::{Outward, OutwardError};
