//! A small picture of a drawing as a file, for lists and other programs.

use crate::TaskError;
use crate::files::write_whole;
use penstock_drawing::{Drawing, raster};
use std::io::{self, Write};
use std::path::Path;

/// Writes a PNG of the whole page, `width_px` wide, to `folder`/`name`.
///
/// # Errors
/// [`TaskError::Io`] when the file cannot be written.
pub fn write_thumbnail(
    drawing: &Drawing,
    width_px: usize,
    folder: &Path,
    name: &str,
) -> Result<(), TaskError> {
    write_whole(folder, name, |out| {
        let picture = raster::png(drawing, width_px).map_err(io::Error::other)?;
        out.write_all(&picture)
    })
}
