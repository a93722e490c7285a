//! What the child shuts itself out of before it opens any input.
//!
//! Every layer is put on as far as the kernel goes; what could not be put on is said, never hidden.

#[cfg(target_os = "linux")]
mod files;
#[cfg(target_os = "linux")]
mod privileges;
#[cfg(target_os = "linux")]
mod system_calls;

use serde::{Deserialize, Serialize};
use std::fmt;

/// How much of a layer holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LayerState {
    /// All of it.
    On,
    /// What this kernel can do of it.
    Partly,
    /// Nothing of it.
    Missing,
}

/// One layer around a child.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Layer {
    /// `limits`, `dies with parent`, `no new privileges`, `files`, `network`, `system calls`.
    pub name: String,
    /// How much of it holds.
    pub state: LayerState,
    /// What it does here, or why it does not.
    pub detail: String,
}

impl Layer {
    pub(super) fn new(name: &str, state: LayerState, detail: impl Into<String>) -> Self {
        Self { name: name.into(), state, detail: detail.into() }
    }
}

/// What stands around a child on this computer.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Sandbox {
    /// One entry a layer, in a fixed order.
    pub layers: Vec<Layer>,
}

impl Sandbox {
    /// How much of the layer with this name holds.
    #[must_use]
    pub fn state(&self, layer: &str) -> LayerState {
        self.layers.iter().find(|l| l.name == layer).map_or(LayerState::Missing, |l| l.state)
    }

    /// The layers that do not hold in full.
    pub fn gaps(&self) -> impl Iterator<Item = &Layer> {
        self.layers.iter().filter(|layer| layer.state != LayerState::On)
    }
}

impl fmt::Display for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, layer) in self.layers.iter().enumerate() {
            let state = match layer.state {
                LayerState::On => "on",
                LayerState::Partly => "partly",
                LayerState::Missing => "not available",
            };
            let separator = if at == 0 { "" } else { "; " };
            write!(f, "{separator}{}: {state} ({})", layer.name, layer.detail)?;
        }
        Ok(())
    }
}

/// Sees to it that this process is killed when its parent goes away.
#[cfg(target_os = "linux")]
pub(super) fn die_with_parent() -> Layer {
    use rustix::process::{Signal, set_parent_process_death_signal};
    match set_parent_process_death_signal(Some(Signal::KILL)) {
        Ok(()) => Layer::new("dies with parent", LayerState::On, "killed by the kernel"),
        Err(error) => {
            Layer::new("dies with parent", LayerState::Partly, format!("stops at end of input; {error}"))
        }
    }
}

/// Elsewhere the child sees its standard input end, which stops it at its next progress report.
#[cfg(not(target_os = "linux"))]
pub(super) fn die_with_parent() -> Layer {
    Layer::new("dies with parent", LayerState::Partly, "stops at end of input")
}

/// Shuts this thread, and all that it starts, into the folder it stands in: reads `in` and fonts,
/// writes `out`, has no network, starts no process.
#[cfg(target_os = "linux")]
pub(super) fn enter() -> Vec<Layer> {
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

/// There is no sandbox for this platform yet.
#[cfg(not(target_os = "linux"))]
pub(super) fn enter() -> Vec<Layer> {
    ["no new privileges", "files", "network", "system calls"]
        .map(|name| Layer::new(name, LayerState::Missing, "only on Linux"))
        .into()
}
