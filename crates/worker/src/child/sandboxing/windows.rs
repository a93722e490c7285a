//! Windows: one job object for all children of this process, which ends them with it.
//!
//! Shutting a process out of files and network there takes a token of its own at its start (an
//! AppContainer), for which no crate with a safe interface exists; it is said as missing, never hidden.
//!
//! Its types are checked (docs/testing.md says how); it has never run: the machines that build Penstock run Linux.

use super::{Layer, LayerState};
use std::io;
use std::path::Path;
use std::sync::OnceLock;
use tokio::process::{Child, Command};
use win32job::{ExtendedLimitInfo, Job};

/// The group; the system closes its last handle when this process ends, however it ends.
static FAMILY: OnceLock<Result<Job, String>> = OnceLock::new();

/// Nothing has to be in front of it.
pub(in super::super) fn command(program: &Path, _folder: &Path) -> Command {
    Command::new(program)
}

/// Takes the child into the group that ends with this process.
///
/// # Errors
/// When the system refuses: a child that could outlive us is not used.
pub(in super::super) fn adopt(child: &Child) -> io::Result<()> {
    let made = FAMILY.get_or_init(|| {
        Job::create_with_limit_info(ExtendedLimitInfo::new().limit_kill_on_job_close())
            .map_err(|error| error.to_string())
    });
    let family = made.as_ref().map_err(|error| io::Error::other(error.clone()))?;
    // One that has ended by now needs nobody to end it.
    let Some(handle) = child.raw_handle() else { return Ok(()) };
    family.assign_process(handle as isize).map_err(io::Error::other)
}

/// The parent saw to it: see [`adopt`].
pub(in super::super) fn die_with_parent() -> Layer {
    Layer::new("dies with parent", LayerState::On, "ended by the system with its job object")
}

/// There is no more that this process could put on itself.
pub(in super::super) fn enter() -> Vec<Layer> {
    ["no new privileges", "files", "network", "system calls"]
        .map(|name| Layer::new(name, LayerState::Missing, "not on Windows"))
        .into()
}
