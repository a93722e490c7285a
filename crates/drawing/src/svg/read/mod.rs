//! Reads an SVG.
//!
//! usvg resolves what SVG can say (units, CSS, transforms, `use`, markers, text) to plain paths. Around it
//! stand: limits on what is parsed at all, a survey of the XML for what usvg drops (layer names, bad
//! numbers, effects), and a tracer that takes strokes and areas from usvg's tree, cuts dashes, clip paths
//! and masks, repeats patterns, and puts what is left into layers.
//!
//! usvg keeps coordinates in 32-bit floats: about 0.03 µm on an A3 sheet. Its tree is as deep as the
//! document, and it cannot be interrupted, so all this runs on a thread of its own with a large stack;
//! when the caller stops the reading, that thread ends as soon as usvg returns.

mod clip;
mod clipping;
mod curve;
mod dash;
mod edits;
mod element;
mod error;
mod expansion;
mod fonts;
mod gather;
mod letters;
mod limits;
mod loops;
mod masking;
mod numbers;
mod outline;
mod page;
mod paint;
mod pattern;
mod remarks;
mod resolve;
mod shades;
mod source;
mod style;
mod survey;
mod trace;
mod worker;
mod xml;

pub use error::ReadError;
pub(super) use xml::parse;

use crate::lettering::Face;
use crate::{Artwork, Diagnostics, Drawing};

/// How to read.
#[derive(Clone, PartialEq, Debug)]
pub struct ReadOptions {
    /// Also draw the outline of shapes that have neither fill nor stroke.
    pub draw_invisible: bool,
    /// Width of the pen in mm where the source says nothing usable.
    pub default_pen_width_mm: f64,
    /// What becomes of text.
    pub text: TextAs,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { draw_invisible: false, default_pen_width_mm: 0.3, text: TextAs::default() }
    }
}

/// What becomes of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TextAs {
    /// The outlines of its letters, from the fonts of this computer.
    #[default]
    Outlines,
    /// One stroke along the middle of each part of a letter, in the place, size and direction of the text.
    SingleLine {
        /// What the letters look like.
        face: Face,
    },
    /// Nothing; each text is named in a diagnostic.
    LeaveOut,
}

/// Reads an SVG, plain or compressed (SVGZ), as what it shows.
///
/// Layers are Inkscape's, with their names; what is outside of any layer, and drawings without layers,
/// have one layer for each colour. What cannot be carried over becomes a diagnostic. Nothing outside of
/// `bytes` is read but the fonts of this computer, and those only if there is text.
///
/// `progress` hears a stage for people and how much of it is done, from 0 to 1; false stops the reading.
///
/// # Errors
/// [`ReadError::Invalid`] when it is no SVG, with the place; [`ReadError::TooLarge`] when it is more than
/// this program takes on; [`ReadError::Stopped`] when `progress` said so.
pub fn read_artwork(
    bytes: &[u8],
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
    progress: &mut dyn FnMut(&str, Option<f64>) -> bool,
) -> Result<Artwork, ReadError> {
    let text = source::text(bytes, &mut || progress("Opening the drawing", None))?;
    let (artwork, found) = worker::run(text, options.clone(), progress)?;
    diagnostics.append(found);
    Ok(artwork)
}

/// Reads an SVG as lines: [`read_artwork`], and of areas without a stroke the outlines
/// ([`Artwork::outlines`]).
///
/// # Errors
/// As [`read_artwork`].
pub fn read(
    bytes: &[u8],
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
    progress: &mut dyn FnMut(&str, Option<f64>) -> bool,
) -> Result<Drawing, ReadError> {
    let artwork = read_artwork(bytes, options, diagnostics, progress)?;
    diagnostics.extend(artwork.about_outlines());
    Ok(artwork.into_outlines(options.default_pen_width_mm))
}
