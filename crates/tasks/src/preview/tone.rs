//! A picture of pixels as a preview: its tones in the grid that otherwise tells passes, and no lines.

use super::level::Level;
use super::write::{Grid, put_together};
use super::{EXACT_TOLERANCE_MM, Header};
use crate::TaskError;
use penstock_drawing::Page;
use penstock_drawing::picture::Grey;
use std::path::Path;

/// Cells of the grid: a screen shows no more of a picture beside its lines.
const MOST_CELLS: usize = 1 << 20;

/// Writes what a drawing is traced from to `folder`/`name`. It covers the whole page.
///
/// # Errors
/// [`TaskError::Io`] when the file cannot be written.
pub fn write_tone(grey: &Grey, page: Page, folder: &Path, name: &str) -> Result<(), TaskError> {
    let small = grey.shrunk(MOST_CELLS);
    // Lightness has 16 bits; the grid counts darkness in 8.
    let cells: Vec<u8> = small.values().iter().map(|lightness| !((lightness >> 8) as u8)).collect();
    let grid = Grid {
        cell_mm: page.width_mm / small.width().max(1) as f64,
        columns: small.width(),
        rows: small.height(),
        tone: true,
        cells: &cells,
    };
    let header = Header {
        width_mm: page.width_mm,
        height_mm: page.height_mm,
        time_s: 0.0,
        layers: Vec::new(),
        levels: Vec::new(),
        spans: Vec::new(),
        stops: Vec::new(),
        coverage: None,
    };
    put_together(header, &[Level::new(EXACT_TOLERANCE_MM)], &grid, folder, name)
}
