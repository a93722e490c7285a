//! Puts parts on sheets, close together.

mod pack;

pub use pack::{Command, try_strip};
