//! Drawings for the tests, as DXF.

use penstock_tasks::Input;
use tempfile::TempDir;

/// A DXF in millimetres with these entities.
pub(crate) fn dxf(entities: &[String]) -> String {
    let head = "  0\nSECTION\n  2\nHEADER\n  9\n$ACADVER\n  1\nAC1015\n  9\n$INSUNITS\n 70\n4\n  0\nENDSEC\n";
    format!("{head}  0\nSECTION\n  2\nENTITIES\n{}  0\nENDSEC\n  0\nEOF\n", entities.concat())
}

pub(crate) fn rectangle(layer: &str, (x, y): (f64, f64), (width, height): (f64, f64)) -> String {
    let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
    let points: String = corners.iter().map(|(x, y)| format!(" 10\n{x}\n 20\n{y}\n")).collect();
    format!("  0\nLWPOLYLINE\n  8\n{layer}\n 90\n4\n 70\n1\n{points}")
}

pub(crate) fn circle((x, y): (f64, f64), radius: f64) -> String {
    format!("  0\nCIRCLE\n  8\n0\n 10\n{x}\n 20\n{y}\n 40\n{radius}\n")
}

/// 100 mm square with a hole of 20 mm square.
pub(crate) fn plate_with_square_hole() -> String {
    dxf(&[rectangle("0", (0.0, 0.0), (100.0, 100.0)), rectangle("0", (40.0, 40.0), (20.0, 20.0))])
}

/// 200 mm by 100 mm with four holes of 20 mm across.
pub(crate) fn plate_with_four_holes() -> String {
    let holes = [(25.0, 25.0), (175.0, 25.0), (25.0, 75.0), (175.0, 75.0)];
    let holes = holes.map(|center| circle(center, 10.0)).concat();
    dxf(&[rectangle("0", (0.0, 0.0), (200.0, 100.0)), holes])
}

pub(crate) fn file(folder: &TempDir, name: &str, bytes: &[u8]) -> Input {
    // Names may be hostile; where the content lies is ours to say.
    let count = std::fs::read_dir(folder.path()).unwrap().count();
    let path = folder.path().join(format!("input-{count}"));
    std::fs::write(&path, bytes).unwrap();
    Input { name: name.to_owned(), path }
}
