//! Real drawings from elsewhere, where they are at hand, against what is known of them.

use super::support::try_read;
use penstock_drawing::dxf::DxfDrawing;
use penstock_drawing::{Path, Segment};
use std::path::PathBuf;

/// These hold a text, a layout sheet and nothing; ezdxf finds no line in them either.
const EMPTY: [&str; 3] = ["trimesh-text.dxf", "trimesh-tray-easy1.dxf", "wjp-sample_from_image.dxf"];

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
fn drawings_from_elsewhere_open() {
    let Ok(entries) = std::fs::read_dir(folder()) else { return };
    let mut count = 0;
    for entry in entries.map(|entry| entry.unwrap().path()) {
        let bytes = std::fs::read(&entry).unwrap();
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        let (it, diagnostics) = try_read(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut kinds = super::support::kinds(&diagnostics);
        kinds.sort_unstable();
        kinds.dedup();
        println!("{name}: {:?} {:?} {kinds:?}", figures(&it), it.units.verdict);
        assert_eq!(it.drawing.path_count() == 0, EMPTY.contains(&&*name), "{name}: {diagnostics:?}");
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn known_parts_have_their_known_measures() {
    // Length, width and height in units of the file as ezdxf 1.4.5 has them; circles.
    let known = [
        ("trimesh-1002_tray_bottom.DXF", 65.572945835, 14.0, 14.0, 22),
        ("trimesh-wrench.dxf", 11.532568350, 3.250918077, 0.936785170, 0),
        ("trimesh-insert.dxf", 1320.0, 298.0, 322.5, 0),
        ("trimesh-insert_r14.dxf", 1320.0, 298.0, 322.5, 0),
        ("trimesh-ae.r12a.dxf", 48.968150672, 6.127001976, 10.319535531, 1),
        ("trimesh-ae.r2013a.dxf", 49.022955844, 6.127097225, 10.319535531, 1),
        ("trimesh-angle_test.dxf", 15.168832703, 4.516877005, 4.282239878, 0),
        ("trimesh-broken_loop.dxf", 12.1, 2.0, 4.0, 0),
        ("trimesh-broken_pair.dxf", 12.21, 2.0, 4.0, 0),
        ("trimesh-single_arc.dxf", 13.141592654, 2.0, 5.0, 0),
        ("trimesh-types.dxf", 15.075059501, 7.0, 6.0, 1),
        ("wjp-designer_test.dxf", 35986.544176974, 1000.0, 1000.0, 0),
        ("wjp-medallion_sample.dxf", 1022.035345411, 100.0, 100.0, 7),
        ("wjp-test_file.dxf", 5918.292793310, 580.0, 580.0, 0),
    ];
    for (name, length, width, height, circles) in known {
        let Ok(bytes) = std::fs::read(folder().join(name)) else { continue };
        let (it, diagnostics) = try_read(&bytes).unwrap();
        let found = figures(&it);
        let near = |one: f64, other: f64| (one - other).abs() <= 1e-6 * other.max(1.0);
        assert!(
            near(found.0, length) && near(found.1, width) && near(found.2, height) && found.3 == circles,
            "{name}: {found:?} {diagnostics:?}"
        );
    }
}
