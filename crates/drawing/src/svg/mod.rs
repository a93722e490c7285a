//! SVG in and out.
//!
//! [`read`] takes what a plotter can draw and says what it cannot; [`write()`] makes files that Inkscape
//! and vpype open with their layers. Both speak of the page in millimetres, whatever units the file uses;
//! a CSS pixel is 1/96 inch.

mod places;
mod read;
mod write;

pub use places::{Place, Template, places};
pub use read::{ReadError, ReadOptions, TextAs, read, read_artwork};
pub use write::{WriteOptions, write};

/// Inkscape's namespace, which its layers are named in.
const INKSCAPE: &str = "http://www.inkscape.org/namespaces/inkscape";
/// One CSS pixel in mm.
const MM_PER_PX: f64 = 25.4 / 96.0;
/// A line whose ends are no further apart than this, in mm, is a dot. [`write()`] draws a dot as such a
/// line, because some readers (vpype) drop a line with no length at all.
const DOT_MM: f64 = 0.001;
