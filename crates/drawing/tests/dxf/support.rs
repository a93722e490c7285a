//! What the tests of this binary share.

use penstock_drawing::dxf::{self, DxfDrawing, ReadError, ReadOptions};
use penstock_drawing::{Diagnostic, Diagnostics, Path};

pub(crate) fn read_with(
    source: &[u8],
    options: &ReadOptions,
) -> Result<(DxfDrawing, Vec<Diagnostic>), ReadError> {
    let mut diagnostics = Diagnostics::default();
    let drawing = dxf::read(source, options, &mut diagnostics, &mut |_, _| true)?;
    Ok((drawing, diagnostics.into_vec()))
}

pub(crate) fn try_read(source: &[u8]) -> Result<(DxfDrawing, Vec<Diagnostic>), ReadError> {
    read_with(source, &ReadOptions::default())
}

pub(crate) fn read(source: &str) -> (DxfDrawing, Vec<Diagnostic>) {
    try_read(source.as_bytes()).unwrap()
}

/// Tags from `0 LINE|8 Cut|10 5`.
pub(crate) fn tags(short: &str) -> String {
    let pairs = short.split('|').map(str::trim).filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (code, value) = pair.split_once(' ').unwrap_or((pair, ""));
            format!("{code}\n{value}\n")
        })
        .collect()
}

/// A file in millimetres with these entities.
pub(crate) fn file(entities: &str) -> String {
    whole("", entities)
}

/// A file in millimetres with these blocks and entities.
pub(crate) fn whole(blocks: &str, entities: &str) -> String {
    tags(&format!(
        "0 SECTION|2 HEADER|9 $INSUNITS|70 4|0 ENDSEC|0 SECTION|2 BLOCKS|{blocks}|0 ENDSEC|\
         0 SECTION|2 ENTITIES|{entities}|0 ENDSEC|0 EOF"
    ))
}

/// Paths as they are in the file: y up, from the file's origin.
pub(crate) fn paths(it: &DxfDrawing) -> Vec<Path> {
    let back = kurbo::Affine::new([1.0, 0.0, 0.0, -1.0, -it.origin_mm.x, it.origin_mm.y]);
    it.drawing.layers.iter().flat_map(|layer| &layer.paths).map(|path| path.transformed(back)).collect()
}

/// The only path of a file with these entities, as it is in the file.
#[track_caller]
pub(crate) fn only(entities: &str) -> Path {
    let (drawing, diagnostics) = read(&file(entities));
    let paths = paths(&drawing);
    assert_eq!(paths.len(), 1, "{diagnostics:?}");
    paths[0].clone()
}

pub(crate) fn kinds(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic.kind.as_str()).collect()
}

#[track_caller]
pub(crate) fn assert_near(left: f64, right: f64, tolerance: f64) {
    assert!((left - right).abs() <= tolerance, "{left} is not {right} within {tolerance}");
}

#[track_caller]
pub(crate) fn assert_at(point: kurbo::Point, x: f64, y: f64) {
    assert!(point.distance(kurbo::Point::new(x, y)) < 1e-9, "{point:?} is not ({x}, {y})");
}
