//! Setting text: letters to lines, lines to blocks, or along a path. Lengths are in mm.

mod along;
mod hand;
mod line;
mod remarks;
mod setting;
mod style;
#[cfg(test)]
mod tests;
mod wrap;

pub use along::along;
pub use remarks::Remark;
pub use setting::{Line, Setting, set};
pub use style::{Align, TextStyle};
