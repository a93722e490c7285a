//! Claims jobs, runs each in a limited child process, reports, and recovers what others left behind.
//!
//! [`start`] puts a worker on the current runtime. It holds a lease on each job that it runs, renews it
//! while the child works, and says how the attempt ended under that lease; a worker that cannot renew
//! stops its own children before anybody else may start the job. [`maintain`] brings back what dead
//! workers left, moves jobs whose time has come, and clears away what has outlived its time; every
//! worker runs it, and any number of them do no harm. [`child`] runs one task in a process of its own
//! and knows nothing of queues. [`adapters`] runs the functions of other systems over tasks of ours;
//! [`outward`] is the one way by which anything here asks the network.

pub mod adapters;
pub mod child;
pub mod outward;

mod attempt;
mod claims;
mod delivery;
mod handle;
mod heart;
mod identity;
mod intake;
mod leases;
mod maintain;
mod options;
mod progress;
mod scratch;
mod settle;

pub use handle::{EndedEarly, Summary, WorkerControl, WorkerHandle, start};
pub use maintain::maintain;
pub use options::WorkerOptions;
