//! What the tasks for waterjets and other sheet cutters share: how they are told about material and
//! machine, and how they read a drawing.

mod material;
mod nested;
mod params;
mod source;
mod units;

pub(crate) use material::material;
pub(crate) use nested::{NestedSheet, holds, take_sheets};
pub use params::{CutParams, DrawingUnits};
pub(crate) use source::{CutDrawing, ENDINGS, read};
pub use units::UnitsReport;
