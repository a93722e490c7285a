//! What a child keeps of a privileged parent: nothing that it could hurt anybody with.
//!
//! A worker in a container mostly runs as root, and root passes by `RLIMIT_NPROC`, permissions of files and
//! much else. A child gives all capabilities up, for good: no-new-privileges and a refused `execve` leave no
//! way to get one back. What remains is a user called 0. One is kept where Landlock bounds the files anyway:
//! to read inputs that belong to another user.

use super::super::{Layer, LayerState};
use rustix::io::Errno;
use rustix::thread::{CapabilitySet, CapabilitySets};

/// Gives up what this thread, and all that it starts, may do beyond an ordinary user.
pub(super) fn drop_all(files_are_bounded: bool) -> Layer {
    let privileges = rustix::thread::set_no_new_privs(true).and_then(|()| give_up(files_are_bounded));
    match privileges {
        Ok(()) => {
            Layer::new("no new privileges", LayerState::On, "no capabilities, and no program gives any")
        }
        Err(error) => Layer::new("no new privileges", LayerState::Missing, error.to_string()),
    }
}

fn give_up(files_are_bounded: bool) -> Result<(), Errno> {
    let has = rustix::thread::capabilities(None)?;
    let kept = if files_are_bounded { CapabilitySet::DAC_READ_SEARCH } else { CapabilitySet::empty() };
    let kept = kept & has.permitted;
    let sets = CapabilitySets { effective: kept, permitted: kept, inheritable: CapabilitySet::empty() };
    rustix::thread::set_capabilities(None, sets)
}
