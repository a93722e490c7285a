//! What goes out, through the front door: other programs show the same picture, and what can be read
//! back is the same drawing.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

mod corpus;
mod dmpl;
mod gcode;
mod hpgl;
mod oracle;
mod pdf;
mod raster;
mod support;
mod tables;
