//! How long the machine takes.
//!
//! One motion model for all machines, the one that grbl, saxi and AxiDraw share: constant acceleration,
//! every stroke and every move from rest to rest, corners passed as fast as the "junction deviation" of
//! grbl allows, and speeds planned ahead over the whole stroke. AxiDraw and saxi plan with one speed and
//! one acceleration for the plane; grbl and the plotters of the 1980s are limited axis by axis
//! ([`AxisLimits`]). To that come lifts and drops, pen changes and pauses.
//!
//! Homing and the ways from and to home are not in it. What a real machine adds to the model (thinking,
//! a slow servo, a serial line) is learnt from measured runs: [`calibrate`].

mod calibrate;
mod clock;
mod estimate;
mod limits;
mod machine;
mod motion;
mod profile;

pub use calibrate::{Calibration, CalibrationError, MeasuredRun, calibrate};
pub use clock::Clock;
pub use estimate::{Estimate, estimate, estimate_setup};
pub use limits::AxisLimits;
pub use machine::Machine;
pub use motion::Motion;
pub use profile::{Profile, axidraw_servo_s};
