//! From what was read to the drawing: blocks placed, hidden layers left out, units judged, and everything
//! moved to a page of its own size in mm.

use super::insert::Expander;
use super::reader::Reader;
use super::remarks::About;
use super::{DxfDrawing, ReadError, ReadOptions, UnitsAs, bend, verdict};
use crate::{Drawing, Layer, Page, Pen, Severity};
use kurbo::{Point, Rect};

pub(super) fn lay_out(
    reader: &mut Reader<'_>,
    options: &ReadOptions,
    progress: &mut dyn FnMut(&str, Option<f64>) -> bool,
) -> Result<DxfDrawing, ReadError> {
    let layers = std::mem::take(&mut reader.layers.list);
    let lines = std::mem::take(&mut reader.layers.lines);
    let mut paths = std::mem::take(&mut reader.paths);
    paths.resize_with(layers.len(), Vec::new);
    let frozen: Vec<bool> = layers.iter().map(|it| it.is_frozen && !options.include_hidden).collect();
    let mut expander = Expander {
        blocks: &reader.blocks,
        paths: &mut paths,
        frozen: &frozen,
        remarks: &mut reader.remarks,
        budget: &mut reader.budget,
        progress,
        placed: 0,
        layers: &layers,
        places: reader.places,
        hidden: (0, 0),
    };
    for insert in &reader.inserts {
        expander.place(insert)?;
    }
    if let (count @ 1.., line) = expander.hidden {
        let message = || format!("{count} shapes in blocks on frozen layers are left out");
        reader.remarks.say("hidden-layer", Severity::Warning, message, || About::line(line));
    }
    if !progress("Placing the drawing", None) {
        return Err(ReadError::Stopped);
    }
    let mut drawing = Drawing { page: Page { width_mm: 0.0, height_mm: 0.0 }, layers: Vec::new() };
    for ((info, line), paths) in layers.iter().zip(lines).zip(paths) {
        if paths.is_empty() {
            continue;
        }
        if info.is_hidden() && !options.include_hidden {
            let how = if info.is_frozen { "frozen" } else { "off" };
            let message =
                || format!("The layer {:?} is {how}: its {} shapes are left out", info.name, paths.len());
            let about = || About { layer: Some(info.name.clone()), ..About::line(line) };
            reader.remarks.say("hidden-layer", Severity::Warning, message, about);
            continue;
        }
        let width_mm = info.width_mm.unwrap_or(options.default_pen_width_mm);
        drawing.layers.push(Layer {
            name: info.name.clone(),
            pen: Pen { color: info.color, width_mm },
            paths,
        });
    }
    if drawing.layers.is_empty() {
        let message = || "The file holds no lines to cut".to_owned();
        let line = reader.entities_line;
        reader.remarks.say("nothing-to-cut", Severity::Error, message, || About::line(line));
    }
    let given = match options.units {
        UnitsAs::Declared => None,
        UnitsAs::Given(unit) => Some(unit),
    };
    let extent = drawing.bounds().unwrap_or(Rect::ZERO);
    let holes = verdict::diameters(&drawing);
    let units = verdict::judge(&reader.header, reader.places, given, extent.width(), extent.height(), &holes);
    if units.verdict.asks() {
        let message = || format!("Check the unit of the drawing. {}", units.evidence.join(". "));
        // Where it says so, or where it should.
        let header = &reader.header;
        let line = header.units.map(|(_, line)| line).or(header.line).unwrap_or(1);
        reader.remarks.say("units", Severity::Warning, message, || About::line(line));
    }
    let scale = units.used.mm();
    let origin_mm = Point::new(-extent.x0 * scale, extent.y1 * scale);
    for path in drawing.layers.iter_mut().flat_map(|layer| &mut layer.paths) {
        bend::to_page(path, scale, origin_mm.x, origin_mm.y);
    }
    drawing.page = Page { width_mm: extent.width() * scale, height_mm: extent.height() * scale };
    let version = reader.header.version.map(|it| String::from_utf8_lossy(it.trim_ascii()).into_owned());
    Ok(DxfDrawing { drawing, origin_mm, units, layers, version })
}
