//! Blocks: placed, nested, in rows, mirrored, missing and endless.

use super::support::{assert_at, assert_near, kinds, paths, read, try_read, whole};
use penstock_drawing::Segment;
use penstock_drawing::dxf::ReadError;
use std::fmt::Write;

const PART: &str = "0 BLOCK|8 0|2 Part|10 1|20 1|0 LINE|8 0|10 1|20 1|11 3|21 1|0 ARC|8 Own|10 1|20 1|40 2|50 0|51 90|0 ENDBLK";

#[test]
fn a_block_is_placed_by_its_base_turned_and_scaled() {
    let (it, _) = read(&whole(PART, "0 INSERT|8 Cut|2 PART|10 10|20 20|41 2|42 2|50 90"));
    let names: Vec<_> = it.drawing.layers.iter().map(|layer| layer.name.as_str()).collect();
    assert_eq!(names, ["Own", "Cut"]);
    let paths = paths(&it);
    assert_at(paths[1].start, 10.0, 20.0);
    assert_at(paths[1].end(), 10.0, 24.0);
    assert_at(paths[0].end(), 6.0, 20.0);
    assert!(matches!(paths[0].segments[..], [Segment::Arc { .. }]));
}

#[test]
fn a_mirrored_block_keeps_arcs_and_a_stretched_one_follows_the_ellipse() {
    let (it, _) = read(&whole(PART, "0 INSERT|2 Part|10 0|20 0|41 -1"));
    let paths_of_it = paths(&it);
    let arc = paths_of_it.iter().find(|path| matches!(path.segments[0], Segment::Arc { .. })).unwrap();
    assert_at(arc.start, -2.0, 0.0);
    assert_near(arc.length_mm(), std::f64::consts::PI, 1e-12);
    assert_near(arc.bounds().unwrap().x0, -2.0, 1e-12);
    let (it, _) = read(&whole(PART, "0 INSERT|2 Part|10 0|20 0|41 5"));
    for path in paths(&it) {
        for (from, segment) in path.pieces().filter(|(_, it)| matches!(it, Segment::Cubic { .. })) {
            let point = segment.point(from, 0.5);
            assert_near((point.x / 10.0).hypot(point.y / 2.0), 1.0, 1e-7);
        }
    }
}

#[test]
fn rows_and_columns_turn_with_the_block() {
    let (it, _) = read(&whole(PART, "0 INSERT|2 Part|10 0|20 0|50 90|41 2|42 2|70 3|71 2|44 10|45 100"));
    let lines: Vec<_> =
        paths(&it).into_iter().filter(|path| matches!(path.segments[0], Segment::Line { .. })).collect();
    assert_eq!(lines.len(), 6);
    assert_at(lines[1].start, 0.0, 10.0);
    assert_at(lines[3].start, -100.0, 0.0);
}

#[test]
fn blocks_in_blocks_are_placed_and_one_in_itself_is_named() {
    let nested = format!("{PART}|0 BLOCK|2 Outer|10 0|20 0|0 INSERT|8 0|2 Part|10 5|20 0|0 ENDBLK");
    let (it, _) = read(&whole(&nested, "0 INSERT|8 Deep|2 Outer|10 100|20 0"));
    assert!(it.drawing.layers.iter().any(|layer| layer.name == "Deep"));
    assert!(paths(&it).iter().any(|path| path.start.distance((105.0, 0.0).into()) < 1e-9));
    let endless = "0 BLOCK|2 A|10 0|20 0|0 LINE|10 0|20 0|11 1|21 0|0 INSERT|2 B|10 1|20 0|0 ENDBLK|\
                   0 BLOCK|2 B|10 0|20 0|0 INSERT|2 A|10 1|20 0|0 ENDBLK";
    let (it, diagnostics) = read(&whole(endless, "0 INSERT|2 A|10 0|20 0|0 INSERT|2 Lost|10 0|20 0"));
    assert_eq!(it.drawing.path_count(), 1);
    assert_eq!(kinds(&diagnostics), ["block-cycle", "missing-block"]);
}

#[test]
fn what_is_inserted_on_a_frozen_layer_is_left_out() {
    let source = whole(PART, "0 INSERT|8 Ice|2 Part|10 0|20 0|0 LINE|10 0|20 0|11 1|21 0").replace(
        "0\nSECTION\n2\nBLOCKS",
        "0\nSECTION\n2\nTABLES\n0\nLAYER\n2\nIce\n70\n1\n0\nENDSEC\n0\nSECTION\n2\nBLOCKS",
    );
    let (it, diagnostics) = read(&source);
    assert_eq!((it.drawing.path_count(), kinds(&diagnostics)), (1, vec!["hidden-layer"]));
    assert!(diagnostics[0].message.starts_with("2 shapes"), "{}", diagnostics[0].message);
}

#[test]
fn a_bomb_of_arrays_ends_in_a_clear_error() {
    let mut blocks = String::new();
    for level in 0..9 {
        let inner = (level + 1) % 9;
        write!(blocks, "0 BLOCK|2 B{level}|10 0|20 0|0 LINE|10 0|20 0|11 1|21 0|").unwrap();
        write!(blocks, "0 INSERT|2 B{inner}|10 0|20 0|70 100|71 100|44 1|45 1|0 ENDBLK|").unwrap();
    }
    let error = try_read(whole(&blocks, "0 INSERT|2 B0|10 0|20 0").as_bytes()).unwrap_err();
    assert!(matches!(error, ReadError::TooLarge { .. }), "{error}");
    assert!(error.to_string().contains("block \"B"), "{error}");
    // And one of nothing at all, 2^62 times over.
    let empty = "0 BLOCK|2 E|10 0|20 0|0 ENDBLK";
    let error =
        try_read(whole(empty, "0 INSERT|2 E|10 0|20 0|70 2147483647|71 2147483647").as_bytes()).unwrap_err();
    assert!(matches!(error, ReadError::TooLarge { .. }), "{error}");
}

#[test]
fn a_text_in_a_block_is_named_where_the_block_is_placed_and_nowhere_else() {
    let block = "0 BLOCK|2 T|10 1|20 0|0 TEXT|8 0|10 2|20 0|1 M8|0 ATTDEF|10 0|20 0|2 N|1 asks|0 ENDBLK";
    let line = "0 LINE|10 0|20 0|11 100|21 100";
    let (_, diagnostics) = read(&whole(block, line));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let (_, diagnostics) = read(&whole(block, &format!("{line}|0 INSERT|2 T|10 10|20 20|50 90|70 2|44 5")));
    let places: Vec<_> = diagnostics.iter().map(|it| (it.x_mm.unwrap(), it.y_mm.unwrap())).collect();
    assert_eq!(kinds(&diagnostics), ["text", "text"]);
    assert_near(places[0].0, 10.0, 1e-9);
    assert_near(places[0].1, 79.0, 1e-9);
    assert_near(places[1].1, 74.0, 1e-9);
}
