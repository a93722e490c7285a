//! SVG in and out, through the front door.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

mod artwork;
mod clip;
mod corpus;
mod damage;
mod features;
mod hostile;
mod icons;
mod layers;
mod losses;
mod mask;
mod page;
mod pixels;
mod support;
mod text;
mod write;
