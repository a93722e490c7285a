//! Puts parts on sheets, close together, with true arcs, holes, gaps, margins, remnants and defects.
//!
//! [`nest`] makes the nest and [`check`](check::check) proves it: the two share no code but the parts
//! themselves. Parts may lie in the holes of others. The engine follows arcs from outside by straight edges,
//! so the tolerance costs a little room and never a gap.
//!
//! Free turning begins with evenly spaced angles, counted from the longest straight edge of each part, and ends
//! with finer and finer ones around those of the best layout ([`finer`]).
//!
//! Limits: sheets are rectangles or one outline with defects.

pub mod check;
mod finer;
mod outline;
mod pack;
mod placement;
mod request;
mod solve;
#[cfg(test)]
mod tests;

pub use pack::Command;
pub use placement::{Placement, place};
pub use request::{Blank, Nest, Options, Piece, Reason, Sheet, Turns, Unplaced, Used, Watch};
pub use solve::nest;
