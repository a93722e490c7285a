//! Drawings: page, layers and paths in millimetres, y down as in SVG; and the formats they come in and
//! go out by.
//!
//! A path keeps its arcs and curves until somebody flattens it to a tolerance that they state.

mod artwork;
pub mod csv;
mod diagnostic;
pub mod dmpl;
pub mod dxf;
pub mod gcode;
pub mod hpgl;
pub mod json;
pub mod lettering;
mod model;
pub mod pdf;
pub mod picture;
pub mod raster;
pub mod svg;

pub use artwork::{Artwork, ArtworkLayer, Cap, FillRule, Join, LineStyle, Mark, Shape};
pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use model::{Color, Drawing, Layer, LayerSetup, Page, Path, Pen, Segment};
