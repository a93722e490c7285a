//! What the tests of this crate share.

use penstock_drawing::svg::{self, ReadError, ReadOptions};
use penstock_drawing::{Diagnostic, Diagnostics, Drawing};

pub(crate) fn try_read(source: &[u8]) -> Result<(Drawing, Vec<Diagnostic>), ReadError> {
    read_with(source, &ReadOptions::default())
}

pub(crate) fn read_with(
    source: &[u8],
    options: &ReadOptions,
) -> Result<(Drawing, Vec<Diagnostic>), ReadError> {
    let mut diagnostics = Diagnostics::default();
    let drawing = svg::read(source, options, &mut diagnostics, &mut |_, _| true)?;
    Ok((drawing, diagnostics.into_vec()))
}

pub(crate) fn read(source: &str) -> (Drawing, Vec<Diagnostic>) {
    try_read(source.as_bytes()).unwrap()
}

/// A page of 100 × 100 mm with this inside, in mm.
pub(crate) fn page(content: &str) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="100mm" height="100mm" viewBox="0 0 100 100">
{content}</svg>"#
    )
}

pub(crate) fn read_page(content: &str) -> (Drawing, Vec<Diagnostic>) {
    read(&page(content))
}

pub(crate) fn write(drawing: &Drawing) -> String {
    let mut bytes = Vec::new();
    svg::write(drawing, &svg::WriteOptions::default(), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

pub(crate) fn kinds(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic.kind.as_str()).collect()
}

#[track_caller]
pub(crate) fn assert_near(left: f64, right: f64, tolerance: f64) {
    assert!((left - right).abs() <= tolerance, "{left} is not {right} within {tolerance}");
}
