//! The engine: knows rings of straight edges and sheets, and neither parts nor files.
//!
//! Two shapes meet through their no-fit polygon ([`minkowski`]), which answers as a field of distances
//! ([`field`]): how deep they overlap, or how far they are apart, in a few nanoseconds and to the last
//! digit. So gaps, holes, defects and remnants are all the same question. On top of it a search takes
//! overlapping shapes apart ([`separate`]) while the strip becomes shorter ([`strip`]) or fuller
//! ([`squeeze`]).
//!
//! Nothing here looks at a clock: the same seed and the same answers of the caller give the same layout.

mod crowd;
mod field;
mod minkowski;
mod place_search;
mod random;
mod ring;
mod separate;
mod shapes;
mod squeeze;
mod start;
mod strip;
#[cfg(test)]
mod tests;
mod world;

pub(super) use random::Random;
pub(super) use shapes::{Pose, Shapes, Wanted};
pub(super) use squeeze::squeeze;
pub(super) use start::{left_bottom_fill, used_length};
pub use strip::Command;
pub(super) use strip::{Until, compress, explore};
pub(super) use world::{Item, Layout, Spot, World};
