//! Single-line letters: what a pen writes instead of outlines.
//!
//! A [`Face`] gives for each character a [`Glyph`]: strokes in em (the size of the font is 1), the baseline
//! at y = 0, y down, and how far the next character stands. Whoever sets text scales and places them; the
//! width of the pen is not scaled.
//!
//! The letters are those that A. V. Hershey drew for the U.S. National Bureau of Standards, which are ASCII;
//! accented Latin letters are composed of a base and a mark drawn here, a few signs are drawn here
//! altogether, and typographic variants are written with their plain forms, which the glyph says.

mod accents;
mod face;
mod glyph;
mod hershey;
mod marks;
mod signs;
#[cfg(test)]
mod tests;

pub use face::Face;
pub use glyph::{Glyph, glyph};
