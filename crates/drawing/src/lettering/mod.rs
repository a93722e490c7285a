//! Single-line letters: what a pen writes instead of outlines.
//!
//! A [`Face`] gives for each character a [`Glyph`]: strokes in em (the size of the font is 1), the baseline
//! at y = 0, y down, and how far the next character stands. A [`Typeface`] is a face or a font that a person
//! installed ([`Font`]), and [`set`] and [`along`] set text in it: in millimetres, by the height of capital
//! letters, wrapped, aligned, on a path, by hand. The width of the pen is not scaled.
//!
//! The letters are those that A. V. Hershey drew for the U.S. National Bureau of Standards, which are ASCII;
//! accented Latin letters are composed of a base and a mark drawn here, other letters and signs are made of
//! parts or drawn here altogether, and a few typographic variants are written with their plain forms, which
//! the glyph says. What is missing all the same is a box, and the [`Setting`] names it.

mod accents;
mod cut;
mod face;
mod glyph;
mod hershey;
mod installed;
mod layout;
mod letters;
mod marks;
mod profile;
mod signs;
#[cfg(test)]
mod tests;
mod typeface;

pub use face::Face;
pub use glyph::{Glyph, glyph};
pub use installed::{Font, FontError};
pub use layout::{Align, Line, Remark, Setting, TextStyle, along, set};
pub use typeface::{CAP_HEIGHT_EM, Found, Typeface};
