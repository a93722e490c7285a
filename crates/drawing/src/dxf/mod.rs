//! DXF in and out: R12 to R2018, as text or binary.
//!
//! The reader goes through the file once, without a string for each value, and keeps true arcs. Ellipses are
//! within 7e-8 of their size, splines without weights up to degree 3 exact, others within 1e-7 of their size.
//! It carries on through damage and says with the number of the line what it left out or assumed; what is
//! incomplete is left out, never guessed. Entities that lie in a tilted plane are read as seen from above.
//!
//! Limits: 200 MB, 5 million lines with all blocks expanded, coordinates up to 1e9.

mod bend;
mod binary;
mod blocks;
mod budget;
mod codepage;
mod entities;
mod error;
mod extrusion;
mod header;
mod insert;
mod layers;
mod lines;
mod notes;
mod nurbs;
mod palette;
mod places;
mod reader;
mod record;
mod remarks;
mod sheet;
mod source;
mod tags;
mod through;
mod units;
mod verdict;
mod wording;
mod write;

pub use error::ReadError;
pub use layers::LayerInfo;
pub use units::Unit;
pub use verdict::{Units, Verdict};
pub use write::{WriteOptions, write};

use crate::{Diagnostics, Drawing};
use kurbo::{Affine, Point};

/// Paths and their segments together, all blocks expanded, unless [`ReadOptions`] say less.
const MOST_SHAPES: u64 = 5_000_000;

/// How to read.
#[derive(Clone, PartialEq, Debug)]
pub struct ReadOptions {
    /// In which unit the file is.
    pub units: UnitsAs,
    /// Also read layers that are frozen or off.
    pub include_hidden: bool,
    /// Width of the pen in mm where a layer states none.
    pub default_pen_width_mm: f64,
    /// Paths and their segments together, all blocks expanded: what is more is refused. 5 million take half a
    /// gigabyte.
    pub most_shapes: u64,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            units: UnitsAs::Declared,
            include_hidden: false,
            default_pen_width_mm: 0.3,
            most_shapes: MOST_SHAPES,
        }
    }
}

/// In which unit a file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum UnitsAs {
    /// The one it declares; millimetres where it declares none.
    #[default]
    Declared,
    /// This one, whatever it declares.
    Given(Unit),
}

/// A drawing and what else the file says.
#[derive(Clone, PartialEq, Debug)]
pub struct DxfDrawing {
    /// One layer for each of the file's that has lines; the page is the box around them.
    pub drawing: Drawing,
    /// Where the file's origin is on the page, in mm: its point (x, y) is at
    /// `(origin.x + x·unit, origin.y − y·unit)`.
    pub origin_mm: Point,
    /// What was found about units.
    pub units: Units,
    /// All layers, those without lines included.
    pub layers: Vec<LayerInfo>,
    /// `$ACADVER`, such as `AC1015`.
    pub version: Option<String>,
}

/// Reads a DXF as lines.
///
/// `progress` hears a stage for people and how much of it is done, from 0 to 1; false stops the reading.
///
/// # Errors
/// [`ReadError::Invalid`] when it is no DXF; [`ReadError::TooLarge`] when it is more than this program
/// takes on; [`ReadError::Stopped`] when `progress` said so.
pub fn read(
    bytes: &[u8],
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
    progress: &mut dyn FnMut(&str, Option<f64>) -> bool,
) -> Result<DxfDrawing, ReadError> {
    let source = source::Source::of(bytes)?;
    let mut reader = reader::Reader::new(&source.places, options.most_shapes);
    let outcome =
        reader.run(&source.text, progress).and_then(|()| sheet::lay_out(&mut reader, options, progress));
    let to_page = outcome.as_ref().map_or(Affine::IDENTITY, |drawing| {
        let (scale, origin) = (drawing.units.used.mm(), drawing.origin_mm);
        Affine::new([scale, 0.0, 0.0, -scale, origin.x, origin.y])
    });
    reader.remarks.hand_over(to_page, &source.places, diagnostics);
    outcome
}
