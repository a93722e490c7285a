//! Files that a task makes: whole under their name, or not there.

use crate::TaskError;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// An error about a file.
pub(crate) fn io_error(what: String, source: io::Error) -> TaskError {
    TaskError::Io { what, source }
}

/// Writes `folder`/`name` under a passing name and then gives it its own.
pub(crate) fn write_whole(
    folder: &Path,
    name: &str,
    fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<(), TaskError> {
    let passing = folder.join(format!("{name}.part"));
    let written = File::create(&passing).and_then(|file| {
        let mut out = BufWriter::with_capacity(1 << 16, file);
        fill(&mut out)?;
        out.flush()?;
        fs::rename(&passing, folder.join(name))
    });
    written.map_err(|source| {
        // Best effort: the folder goes anyway, and the first error is the one to tell.
        let _ = fs::remove_file(&passing);
        io_error(format!("Writing {name}"), source)
    })
}
