//! What adapters may touch on this computer.

use crate::outward::AllowList;
use std::path::PathBuf;

/// Where the results of other systems' functions go unless told otherwise, below the working folder: their
/// callers look for them there.
pub const DEFAULT_OUTPUT: &str = "tests/output/generated";

/// What adapters may read and where they write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AdapterSettings {
    /// Folder for results; made when the first result comes.
    pub output: PathBuf,
    /// Folders that inputs may be read from; none allows no local file.
    pub folders: Vec<PathBuf>,
    /// Addresses that inputs may be fetched from.
    pub addresses: AllowList,
}

impl Default for AdapterSettings {
    fn default() -> Self {
        Self { output: PathBuf::from(DEFAULT_OUTPUT), folders: Vec::new(), addresses: AllowList::default() }
    }
}
