//! Small pictures of patterns, in 16 greys.

use penstock_drawing::{Diagnostic, Diagnostics, raster, svg};
use penstock_tasks::{Cancelled, Context};
use serde_json::Value;
use std::error::Error;
use std::path::{Path, PathBuf};

/// Wide enough for a page of the guide.
pub(crate) const WIDTH_PX: usize = 440;

struct Quiet(PathBuf);

impl Context for Quiet {
    fn out_dir(&self) -> &Path {
        &self.0
    }

    fn progress(&self, _: &str, _: Option<f64>) -> Result<(), Cancelled> {
        Ok(())
    }

    fn diagnose(&self, _: Diagnostic) {}
}

/// Every kind of pattern, in the catalogue's order.
pub(crate) fn kinds() -> Vec<String> {
    let schema = penstock_tasks::find("pattern").map(|task| task.schema).unwrap_or_default();
    let words = schema.pointer("/properties/kind/enum").and_then(Value::as_array).cloned();
    words.unwrap_or_default().iter().filter_map(|word| word.as_str().map(str::to_owned)).collect()
}

/// A pattern as greys from 0 to 15, row by row, and its size.
pub(crate) fn greys(params: &Value, width_px: usize) -> Result<(usize, usize, Vec<u8>), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let context = Quiet(folder.path().to_owned());
    penstock_tasks::run("pattern", params, &[], &context)?;
    let bytes = std::fs::read(folder.path().join("pattern.svg"))?;
    let mut found = Diagnostics::default();
    let drawing = svg::read(&bytes, &svg::ReadOptions::default(), &mut found, &mut |_, _| true)?;
    let picture = raster::picture(&drawing, width_px);
    let grey = |rgb: &[u8]| (rgb.iter().map(|&value| u32::from(value)).sum::<u32>() / 51) as u8;
    Ok((picture.width, picture.height, picture.rgb.chunks_exact(3).map(grey).collect()))
}

/// The same as a PNG.
pub(crate) fn png(params: &Value, width_px: usize) -> Result<Vec<u8>, Box<dyn Error>> {
    let (width, height, greys) = greys(params, width_px)?;
    let mut packed = Vec::with_capacity(width.div_ceil(2) * height);
    for row in greys.chunks_exact(width) {
        packed.extend(row.chunks(2).map(|pair| (pair[0] << 4) | pair.get(1).unwrap_or(&0)));
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Four);
    encoder.set_compression(png::Compression::High);
    encoder.write_header()?.write_image_data(&packed)?;
    Ok(bytes)
}
