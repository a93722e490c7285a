//! Pictures made of pixels, and how lines are found in them.
//!
//! A picture is read as grey values ([`read`]: the usual formats, with limits that hold before
//! anything is decoded). What can be found in it: closed [`outlines`] to a fraction of a pixel, the middle lines of its
//! strokes ([`center_lines`]), [`hatching`] and [`stipples`] by tone. Chains of points become lines, arcs
//! and circles within a stated tolerance by [`fit`]. All places are in pixels, from the upper left corner of
//! the picture, so that the middle of its first pixel is at (0.5, 0.5).

mod center;
mod distance;
pub mod fit;
mod grey;
mod hatch;
mod outline;
mod read;
mod stipple;
mod thin;
mod tone;

pub use center::{Chain, center_lines};
pub use grey::Grey;
pub use hatch::{HatchPass, hatching};
pub use outline::{Outline, TraceError, outlines};
pub use read::{Foreign, Limits, ReadError, SourcePicture, read};
pub use stipple::stipples;
pub use tone::{Edges, edges, threshold};
