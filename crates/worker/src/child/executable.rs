//! Which program a child is: the command-line program beside this one, or this one itself.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

static CHOSEN: OnceLock<PathBuf> = OnceLock::new();

/// Makes children run this program; its `main` must ask [`super::is_child`] first. Only the first call
/// in a process counts, before the first child; false when it came too late.
pub fn set_executable(path: impl Into<PathBuf>) -> bool {
    CHOSEN.set(path.into()).is_ok()
}

/// The program to start.
///
/// # Errors
/// When the platform does not tell where this program is.
pub(super) fn executable() -> io::Result<&'static Path> {
    if let Some(chosen) = CHOSEN.get() {
        return Ok(chosen);
    }
    let found = find(&std::env::current_exe()?);
    Ok(CHOSEN.get_or_init(|| found))
}

/// The small program is the better child: a window's libraries would eat into its address space.
fn find(current: &Path) -> PathBuf {
    let sibling = current.with_file_name(format!("penstock{}", std::env::consts::EXE_SUFFIX));
    let own = current.file_name() == sibling.file_name();
    if !own && sibling.is_file() {
        return sibling;
    }
    // The kernel's own way to this program still works after an update has replaced the file.
    if cfg!(target_os = "linux") && current.file_name() != Some(OsStr::new("")) {
        return PathBuf::from("/proc/self/exe");
    }
    current.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_beside_is_taken_when_there_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let window = folder.path().join("penstock-desktop");
        assert_ne!(find(&window), folder.path().join("penstock"));
        std::fs::write(folder.path().join("penstock"), "").unwrap();
        assert_eq!(find(&window), folder.path().join("penstock"));
    }
}
