//! Pictures as bytes: the format in `docs/preview-format.md`.

mod level;
mod read;
mod write;

pub use read::{read_header, read_level};
pub use write::write;

use penstock_drawing::Layer;
use penstock_toolpath::stats::Stats;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Media type of a preview file.
pub const MEDIA_TYPE: &str = "application/vnd.penstock.preview";

/// Largest distance of the finest level from the true line, in mm. Times are counted along that level.
pub const EXACT_TOLERANCE_MM: f64 = 0.05;

const MAGIC: &[u8; 8] = b"PENSTOCK";
const VERSION: u32 = 1;
/// Magic, version and the length of the header.
const PREAMBLE_BYTES: usize = 16;

/// The header of a preview file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Header {
    /// Sheet width in mm.
    pub width_mm: f64,
    /// Sheet height in mm.
    pub height_mm: f64,
    /// Time of the whole plot in seconds.
    pub time_s: f64,
    /// Layers in the order of the geometry's layer numbers.
    pub layers: Vec<LayerFacts>,
    /// Levels of detail, the coarsest first.
    pub levels: Vec<LevelFacts>,
}

/// One layer in numbers.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LayerFacts {
    /// Its name to the letter.
    pub name: String,
    /// Like `#1f4e9e`.
    pub color: String,
    /// Pen width in mm.
    pub pen_width_mm: f64,
    /// Strokes.
    pub paths: u64,
    /// Pen-down length in mm.
    pub draw_mm: f64,
}

impl LayerFacts {
    /// The facts of a layer that was measured.
    pub(crate) fn new((layer, stats): (&Layer, &Stats)) -> Self {
        Self {
            name: layer.name.clone(),
            color: layer.pen.color.to_string(),
            pen_width_mm: layer.pen.width_mm,
            paths: stats.paths,
            draw_mm: stats.draw_mm,
        }
    }
}

/// One level of detail.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct LevelFacts {
    /// Largest distance from the true line in mm.
    pub tolerance_mm: f64,
    /// Straight pieces in it.
    pub segments: u64,
    /// Length of its geometry in bytes, without the padding behind it.
    pub bytes: u64,
    /// Where it begins, counted from the end of the header.
    pub offset: u64,
}

/// The next multiple of 8.
fn padded(bytes: u64) -> u64 {
    bytes.next_multiple_of(8)
}

#[cfg(test)]
mod tests;
