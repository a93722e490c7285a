//! What an abrasive waterjet can do: speeds, pierces, slow-downs, consumption, and what logged jobs teach.
//!
//! The speed is the equation of Zeng and Kim ([`speed_mm_per_min`]) with its table of machinability numbers
//! ([`materials`]). Shops differ by a third from it either way, while ratios between materials,
//! thicknesses and qualities hold within a tenth; so every machine has a calibration that [`calibrate`]
//! learns from its own jobs, and whoever shows a time says which one was used.
//!
//! Units are mm, s, MPa, g/min and mm/min. Thicknesses and lengths must be positive and finite: callers
//! check what people give.

mod calibrate;
mod corners;
mod find;
mod machine;
mod material;
mod pierce;
mod quality;
mod rapids;
mod setup;
mod speed;
#[cfg(test)]
mod tests;
mod time;

pub use calibrate::{Calibration, CalibrationError, Fitted, LoggedJob, calibrate};
pub use corners::Corners;
pub use find::{Match, UnknownMaterial, find_material};
pub use machine::{Machine, UnknownMachine, find_machine, machines};
pub use material::{Material, materials};
pub use pierce::{Pierce, pierce_s};
pub use quality::{NoQuality, Quality};
pub use rapids::{Rapids, rapids};
pub use setup::Setup;
pub use speed::speed_mm_per_min;
pub use time::{CutTime, Feeds, Piece, pieces, time};
