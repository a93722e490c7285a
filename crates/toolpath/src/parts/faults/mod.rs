//! What is looked for once contours are made.

pub(super) mod corners;
pub(super) mod crossings;
mod index;
mod meeting;
pub(super) mod open;
pub(super) mod shapes;
pub(super) mod spacing;

pub(super) use index::Pieces;
