//! Linux: the parent-death signal, Landlock, no capabilities, seccomp.

mod files;
mod privileges;
mod system_calls;

use super::{Layer, LayerState};
use std::io;
use std::path::Path;
use tokio::process::{Child, Command};

/// The child shuts itself in; nothing has to be in front of it.
pub(in super::super) fn command(program: &Path, _folder: &Path) -> Command {
    Command::new(program)
}

/// There is nothing to be done once it runs.
///
/// # Errors
/// Never, here.
pub(in super::super) const fn adopt(_child: &Child) -> io::Result<()> {
    Ok(())
}

/// Sees to it that this process is killed when its parent goes away.
pub(in super::super) fn die_with_parent() -> Layer {
    use rustix::process::{Signal, set_parent_process_death_signal};
    match set_parent_process_death_signal(Some(Signal::KILL)) {
        Ok(()) => Layer::new("dies with parent", LayerState::On, "killed by the kernel"),
        Err(error) => {
            Layer::new("dies with parent", LayerState::Partly, format!("stops at end of input; {error}"))
        }
    }
}

/// Shuts this thread, and all that it starts, into the folder it stands in: reads `in` and fonts,
/// writes `out`, has no network, starts no process.
pub(in super::super) fn enter() -> Vec<Layer> {
    // Files first: the system-call filter would refuse nothing of it, but the order costs nothing.
    let (files, tcp_is_off) = files::restrict();
    let privileges = privileges::drop_all(files.state == LayerState::On);
    let calls = system_calls::restrict();
    let network = match (calls.state, tcp_is_off) {
        (LayerState::On, _) => Layer::new("network", LayerState::On, "no sockets"),
        (_, true) => Layer::new("network", LayerState::Partly, "no TCP"),
        _ => Layer::new("network", LayerState::Missing, "neither Landlock nor seccomp can be used"),
    };
    vec![privileges, files, network, calls]
}
