//! Draws every pattern with its defaults into a folder, as PNGs: `cargo run --example gallery -- DIR`.
//! The pictures of the guide come from here.

use penstock_drawing::{Diagnostic, Diagnostics, raster, svg};
use penstock_tasks::{Cancelled, Context};
use serde_json::json;
use std::error::Error;
use std::path::{Path, PathBuf};

/// Wide enough for a page of the guide.
const WIDTH_PX: usize = 900;

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

fn main() -> Result<(), Box<dyn Error>> {
    let to = std::env::args_os().nth(1).map(PathBuf::from).ok_or("gallery needs a folder")?;
    std::fs::create_dir_all(&to)?;
    let schema = penstock_tasks::find("pattern").ok_or("there is no pattern task")?.schema;
    let kinds = schema["properties"]["kind"]["enum"].as_array().cloned().unwrap_or_default();
    for kind in kinds.iter().filter_map(|kind| kind.as_str()) {
        let folder = tempfile::tempdir()?;
        let context = Quiet(folder.path().to_owned());
        penstock_tasks::run("pattern", &json!({ "kind": kind, "pens": 2 }), &[], &context)?;
        let bytes = std::fs::read(folder.path().join("pattern.svg"))?;
        let mut found = Diagnostics::default();
        let drawing = svg::read(&bytes, &svg::ReadOptions::default(), &mut found, &mut |_, _| true)?;
        std::fs::write(to.join(format!("{kind}.png")), raster::png(&drawing, WIDTH_PX)?)?;
    }
    Ok(())
}
