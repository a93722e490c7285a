//! What the child shuts itself out of before it opens any input.
//!
//! Every layer is put on as far as the system goes; what could not be put on is said, never hidden.
//!
//! Each platform brings the same four: `command` and `adopt` on the side of the parent, before and after
//! the start; `die_with_parent` and `enter` on the side of the child.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
mod nothing;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
pub(super) use linux::{adopt, command, die_with_parent, enter};
#[cfg(target_os = "macos")]
pub(super) use macos::{adopt, command, die_with_parent, enter};
#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
pub(super) use nothing::{adopt, command, die_with_parent, enter};
#[cfg(windows)]
pub(super) use windows::{adopt, command, die_with_parent, enter};

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
