//! A drawing as PDF: one page of the true size, lines and curves as they are, each layer one that a
//! reader can switch off (optional content of PDF 1.5).
//!
//! Written by hand, because it takes four operators and a table of places. Nothing in the file depends on
//! when or where it was written.

mod content;
mod file;

pub use file::{File, text};

use crate::Drawing;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::fmt::Write as _;
use std::io::{Result, Write};

/// Points of PDF in one mm.
const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// Number of the object that the layers begin at.
const FIRST_LAYER: usize = 5;

/// Writes the drawing.
///
/// # Errors
/// Those of `out`.
pub fn write(drawing: &Drawing, title: Option<&str>, out: &mut dyn Write) -> Result<()> {
    let mut file = File::begin(out)?;
    let layers = || FIRST_LAYER..FIRST_LAYER + drawing.layers.len();
    let list = layers().fold(String::new(), |mut list, layer| {
        // Writing to a string cannot fail.
        let _ = write!(list, "{layer} 0 R ");
        list
    });
    file.object(&format!(
        "<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[{list}]/D<</Order[{list}]/ON[{list}]>>>>>>"
    ))?;
    file.object("<</Type/Pages/Kids[3 0 R]/Count 1>>")?;
    let properties = layers().enumerate().fold(String::new(), |mut all, (index, layer)| {
        let _ = write!(all, "/L{index} {layer} 0 R");
        all
    });
    let page = drawing.page;
    file.object(&format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {:.4} {:.4}]/Resources<</Properties<<{properties}>>>>/Contents 4 0 R>>",
        page.width_mm * POINTS_PER_MM,
        page.height_mm * POINTS_PER_MM,
    ))?;
    let mut stream = ZlibEncoder::new(Vec::new(), Compression::new(6));
    content::write(drawing, POINTS_PER_MM, &mut stream)?;
    let stream = stream.finish()?;
    file.stream(&stream)?;
    for layer in &drawing.layers {
        file.object(&format!("<</Type/OCG/Name {}>>", text(&layer.name)))?;
    }
    if let Some(title) = title {
        file.object(&format!("<</Title {}>>", text(title)))?;
    }
    file.end(title.is_some())
}
