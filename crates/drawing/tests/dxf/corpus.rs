//! Real drawings from elsewhere, where they are at hand, against what is known of them.

use super::support::try_read;
use penstock_drawing::dxf::{DxfDrawing, ReadError};
use penstock_drawing::{Path, Segment};
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/dxf")
}

fn is_circle(path: &Path) -> bool {
    path.is_closed()
        && path.segments.len() == 2
        && path.segments.iter().all(|it| matches!(it, Segment::Arc { .. }))
}

/// Length and extents in units of the file, without dots; circles; the rest of its segments.
fn figures(it: &DxfDrawing) -> (f64, f64, f64, usize, usize) {
    let unit = it.units.used.mm();
    let paths: Vec<_> = it.drawing.layers.iter().flat_map(|layer| &layer.paths).collect();
    let circles = paths.iter().filter(|path| is_circle(path)).count();
    let segments = paths.iter().filter(|path| !is_circle(path)).map(|path| path.segments.len()).sum();
    let page = it.drawing.page;
    (it.drawing.draw_mm() / unit, page.width_mm / unit, page.height_mm / unit, circles, segments)
}

#[test]
fn drawings_from_elsewhere_open_or_say_that_they_are_binary() {
    let Ok(entries) = std::fs::read_dir(folder()) else { return };
    let mut count = 0;
    for entry in entries.map(|entry| entry.unwrap().path()) {
        let bytes = std::fs::read(&entry).unwrap();
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        match try_read(&bytes) {
            Ok((it, diagnostics)) => {
                let mut kinds = super::support::kinds(&diagnostics);
                kinds.sort_unstable();
                kinds.dedup();
                println!("{name}: {:?} {:?} {kinds:?}", figures(&it), it.units.verdict);
                // This one holds a text and nothing else.
                let is_text_only = name == "trimesh-text.dxf";
                assert_eq!(it.drawing.path_count() == 0, is_text_only, "{name}: {diagnostics:?}");
            }
            Err(error) => {
                assert!(bytes.starts_with(b"AutoCAD Binary DXF"), "{name}: {error}");
                assert!(matches!(error, ReadError::Invalid { .. }), "{name}: {error}");
            }
        }
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn known_parts_have_their_known_measures() {
    // Length, width, height to the digits known; circles.
    let known = [
        ("trimesh-1002_tray_bottom.DXF", 65.57, 14.0, 14.0, 22),
        ("trimesh-wrench.dxf", 11.53, 3.26, 0.94, 0),
        ("trimesh-insert.dxf", 1320.0, 298.0, 322.5, 0),
    ];
    for (name, length, width, height, circles) in known {
        let Ok(bytes) = std::fs::read(folder().join(name)) else { continue };
        let (it, diagnostics) = try_read(&bytes).unwrap();
        let found = figures(&it);
        let near = |one: f64, other: f64| (one - other).abs() <= 0.005 + 1e-9;
        assert!(
            near(found.0, length) && near(found.1, width) && near(found.2, height) && found.3 == circles,
            "{name}: {found:?} {diagnostics:?}"
        );
    }
}
