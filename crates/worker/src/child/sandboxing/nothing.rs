//! A system for which there is no sandbox yet. The child is a process of its own, and says what is missing.

use super::{Layer, LayerState};
use std::io;
use std::path::Path;
use tokio::process::{Child, Command};

/// The program as it is.
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

/// The child sees its standard input end, which stops it at its next progress report.
pub(in super::super) fn die_with_parent() -> Layer {
    Layer::new("dies with parent", LayerState::Partly, "stops at end of input")
}

/// Nothing can be put on.
pub(in super::super) fn enter() -> Vec<Layer> {
    ["no new privileges", "files", "network", "system calls"]
        .map(|name| Layer::new(name, LayerState::Missing, "not on this system"))
        .into()
}
