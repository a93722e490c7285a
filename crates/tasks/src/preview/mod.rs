//! Pictures as bytes: the format in `docs/preview-format.md`.

mod coverage;
mod finer;
mod level;
mod read;
mod thumbnail;
mod tone;
mod write;

pub use read::{read_coverage, read_header, read_level};
pub use thumbnail::write_thumbnail;
pub use tone::write_tone;
pub use write::write;

use penstock_drawing::Layer;
use penstock_toolpath::stats::Stats;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Media type of a preview file.
pub const MEDIA_TYPE: &str = "application/vnd.penstock.preview";

/// Largest distance in mm from the true line of what times are counted along. The finest level is never
/// further from it, and closer where a drawing has few curves.
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
    /// When each layer is drawn, in the order of the layers. Older files have none.
    #[serde(default)]
    pub spans: Vec<Span>,
    /// Moments at which the machine stands still for a pen or a person.
    #[serde(default)]
    pub stops: Vec<Stop>,
    /// How often a pen passes each spot. Older files have none.
    #[serde(default)]
    pub coverage: Option<CoverageFacts>,
}

/// When a layer is drawn. One without paths ends when it begins.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Span {
    /// Seconds from the start of the plot to the end of the layer before.
    pub start_s: f64,
    /// Seconds from the start of the plot until its last stroke is drawn and the tool is up.
    pub end_s: f64,
}

/// A moment at which the machine stands still before a layer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Stop {
    /// Seconds from the start of the plot.
    pub at_s: f64,
    /// How long, as far as the times of the plot count it.
    pub lasts_s: f64,
    /// Number of the layer, 0 for the first.
    pub layer: u32,
    /// Number of the pen that draws from here on.
    pub pen: u32,
    /// It waits for a person; otherwise it changes the pen by itself.
    pub waits: bool,
    /// What it asks.
    pub prompt: Option<String>,
}

/// The grid of passes.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct CoverageFacts {
    /// Side of its square cells in mm; the first one begins at the upper left corner of the page.
    pub cell_mm: f64,
    /// Cells across.
    pub columns: u32,
    /// Cells down.
    pub rows: u32,
    /// The largest count; 255 stands for that and more.
    pub most: u8,
    /// Cells are tones of a picture, 0 for white and 255 for black, and no passes.
    #[serde(default)]
    pub tone: bool,
    /// Length of its data in bytes, without the padding behind it.
    pub bytes: u64,
    /// Where it begins, counted from the end of the header.
    pub offset: u64,
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
