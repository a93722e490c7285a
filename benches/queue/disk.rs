//! What this disk takes to keep something.

use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::path::Path;
use std::time::Instant;

/// A file of one page of 4 KiB.
pub(super) struct Page {
    file: File,
    number: u8,
}

impl Page {
    pub(super) fn new(folder: &Path) -> anyhow::Result<Self> {
        Ok(Self { file: File::create(folder.join("page"))?, number: 0 })
    }

    /// Writes it anew; how long one `fdatasync` takes then, in ms.
    pub(super) fn sync_ms(&mut self) -> anyhow::Result<f64> {
        self.number = self.number.wrapping_add(1);
        self.file.rewind()?;
        self.file.write_all(&[self.number; 4096])?;
        let begun = Instant::now();
        self.file.sync_data()?;
        Ok(begun.elapsed().as_secs_f64() * 1e3)
    }
}
