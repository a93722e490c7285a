//! What this disk takes to keep something.

use super::rounds::median;
use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::path::Path;
use std::time::Instant;

const TRIES: usize = 60;

/// The median of one page of 4 KiB written and one `fdatasync`, in ms.
pub(super) fn fdatasync_ms(folder: &Path) -> anyhow::Result<f64> {
    let mut file = File::create(folder.join("page"))?;
    let mut taken = Vec::with_capacity(TRIES);
    for number in 0..TRIES {
        file.rewind()?;
        file.write_all(&[number as u8; 4096])?;
        let begun = Instant::now();
        file.sync_data()?;
        taken.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    Ok(median(taken))
}
