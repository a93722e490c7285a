//! One kind of entity each, with exact numbers.

use super::support::{assert_at, assert_near, file, kinds, only, paths, read, tags};
use penstock_drawing::{Color, Segment};
use std::f64::consts::PI;

#[test]
fn a_line_runs_between_its_points() {
    let path = only("0 LINE|8 0|10 1.5|20 2|30 0|11 4.5|21 6");
    assert_at(path.start, 1.5, 2.0);
    assert_at(path.end(), 4.5, 6.0);
    assert_near(path.length_mm(), 5.0, 1e-12);
}

#[test]
fn the_page_is_the_box_around_the_drawing_and_y_grows_downwards() {
    let (it, diagnostics) = read(&file("0 LINE|10 10|20 20|11 40|21 60"));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert_eq!((it.drawing.page.width_mm, it.drawing.page.height_mm), (30.0, 40.0));
    assert_eq!((it.origin_mm.x, it.origin_mm.y), (-10.0, 60.0));
    let path = &it.drawing.layers[0].paths[0];
    assert_at(path.start, 0.0, 40.0);
    assert_at(path.end(), 30.0, 0.0);
}

#[test]
fn an_arc_runs_counter_clockwise_and_stays_an_arc() {
    let path = only("0 ARC|10 0|20 0|40 10|50 0|51 90");
    assert_at(path.start, 10.0, 0.0);
    assert_at(path.end(), 0.0, 10.0);
    assert!(
        matches!(path.segments[..], [Segment::Arc { bulge, .. }] if (bulge - (PI / 8.0).tan()).abs() < 1e-12)
    );
    let long = only("0 ARC|10 1|20 2|40 3|50 350|51 340");
    assert_near(long.length_mm(), 3.0 * 350_f64.to_radians(), 1e-9);
    assert!(long.segments.iter().all(|it| matches!(it, Segment::Arc { .. })));
}

#[test]
fn a_circle_is_closed_to_the_bit() {
    let path = only("0 CIRCLE|10 100.1|20 -7.3|40 2.5");
    assert!(path.is_closed());
    assert_near(path.length_mm(), 5.0 * PI, 1e-9);
    let bounds = path.bounds().unwrap();
    assert_near(bounds.x0, 97.6, 1e-9);
    assert_near(bounds.y1, -4.8, 1e-9);
}

#[test]
fn an_extrusion_downwards_mirrors_at_the_y_axis() {
    let path = only("0 ARC|10 5|20 0|40 1|50 0|51 90|210 0|220 0|230 -1");
    assert_at(path.start, -6.0, 0.0);
    assert_at(path.end(), -5.0, 1.0);
    assert_near(path.length_mm(), PI / 2.0, 1e-12);
}

#[test]
fn a_tilted_circle_is_an_ellipse_from_above() {
    // The plane leans by 60° around the x axis: half as high from above.
    let (it, diagnostics) = read(&file("0 CIRCLE|10 0|20 0|40 10|210 0|220 -0.8660254037844386|230 0.5"));
    assert_eq!(kinds(&diagnostics), ["tilted"]);
    let bounds = paths(&it)[0].bounds().unwrap();
    assert_near(bounds.width(), 20.0, 1e-5);
    assert_near(bounds.height(), 10.0, 1e-5);
}

#[test]
fn polylines_of_both_kinds_keep_their_bulges() {
    // A slot: 20 long between the centres of its ends of radius 5.
    let points = "10 0|20 -5|10 20|20 -5|42 1|10 20|20 5|10 0|20 5|42 1";
    let slot = only(&format!("0 LWPOLYLINE|90 4|70 1|{points}"));
    assert!(slot.is_closed());
    assert_near(slot.length_mm(), 40.0 + 10.0 * PI, 1e-9);
    assert_eq!(slot.segments.iter().filter(|it| matches!(it, Segment::Arc { .. })).count(), 2);
    let old = only(
        "0 POLYLINE|66 1|70 1|10 0|20 0|0 VERTEX|10 0|20 -5|0 VERTEX|10 20|20 -5|42 1|\
         0 VERTEX|10 20|20 5|0 VERTEX|10 0|20 5|42 1|0 SEQEND",
    );
    assert_eq!(old, slot);
}

#[test]
fn a_polyline_counts_its_own_vertices_and_ignores_its_frame() {
    let (it, diagnostics) = read(&file("0 LWPOLYLINE|90 2147483647|10 0|20 0|10 3|20 4"));
    assert_eq!(kinds(&diagnostics), ["vertex-count"]);
    assert_near(it.drawing.draw_mm(), 5.0, 1e-12);
    let fitted = only(
        "0 POLYLINE|70 4|0 VERTEX|70 16|10 9|20 9|0 VERTEX|70 8|10 0|20 0|0 VERTEX|70 8|10 3|20 4|0 SEQEND",
    );
    assert_near(fitted.length_mm(), 5.0, 1e-12);
}

#[test]
fn a_hatch_gives_its_edges_unless_its_lines_are_there() {
    let edges = "91 1|92 1|93 3|72 1|10 0|20 0|11 10|21 0|72 2|10 10|20 5|40 5|50 270|51 450|73 1|\
                 72 1|10 10|20 10|11 0|21 0|97 0|75 1|76 1";
    let path = only(&format!("0 HATCH|10 0|20 0|30 0|2 SOLID|70 1|71 0|{edges}"));
    assert!(path.is_closed());
    assert_near(path.length_mm(), 10.0 + 5.0 * PI + 200_f64.sqrt(), 1e-9);
    let bounds = path.bounds().unwrap();
    assert_near(bounds.x1, 15.0, 1e-9);
    let with_sources = edges.replace("97 0", "97 1|330 1F");
    let (it, diagnostics) = read(&file(&format!("0 HATCH|70 1|71 1|{with_sources}")));
    assert_eq!((it.drawing.path_count(), kinds(&diagnostics)), (0, vec!["hatch", "nothing-to-cut"]));
    let square = only("0 HATCH|91 1|92 3|72 0|73 1|93 4|10 0|20 0|10 2|20 0|10 2|20 2|10 0|20 2|97 0|75 0");
    assert_near(square.length_mm(), 8.0, 1e-12);
}

#[test]
fn clockwise_edges_of_a_hatch_mirror_their_angles() {
    let path = only("0 HATCH|91 1|92 1|93 1|72 2|10 0|20 0|40 1|50 270|51 360|73 0|97 0|75 0");
    assert_at(path.start, 0.0, 1.0);
    assert_at(path.end(), 1.0, 0.0);
}

#[test]
fn text_is_named_with_its_place_and_not_cut() {
    let source =
        file("0 TEXT|8 Notes|10 3|20 1|40 5|1 M8 thread|0 POINT|10 0|20 0|0 LINE|10 0|20 0|11 9|21 9");
    let (it, diagnostics) = read(&source);
    assert_eq!(it.drawing.path_count(), 2);
    let text = &diagnostics[0];
    assert_eq!((text.kind.as_str(), text.layer.as_deref()), ("text", Some("Notes")));
    assert!(text.message.contains("M8 thread"), "{}", text.message);
    assert_eq!((text.x_mm, text.y_mm), (Some(3.0), Some(8.0)));
    // Line of `TEXT`: 6 + 4 + 6 tags of two lines before it, less its own value.
    let line = source.lines().position(|it| it == "TEXT").unwrap() + 1;
    assert_eq!(text.element.as_deref(), Some(format!("line {line}").as_str()));
}

#[test]
fn layers_have_names_to_the_letter_colours_and_states() {
    let source = tags(
        "0 SECTION|2 HEADER|9 $ACADVER|1 AC1015|9 $DWGCODEPAGE|3 ANSI_1252|9 $INSUNITS|70 4|0 ENDSEC|\
         0 SECTION|2 TABLES|0 TABLE|2 LAYER|\
         0 LAYER|2 Schnitt \\U+00F6|70 0|62 1|370 50|0 LAYER|2 Off|70 0|62 -3|0 LAYER|2 Ice|70 1|62 7|\
         0 LAYER|2 True|70 4|62 7|420 1193046|0 ENDTAB|0 ENDSEC|0 SECTION|2 ENTITIES|\
         0 LINE|8 SCHNITT \\U+00D6|10 0|20 0|11 1|21 0|0 LINE|8 Off|10 0|20 0|11 1|21 0|\
         0 LINE|8 Ice|10 0|20 0|11 1|21 0|0 LINE|8 True|10 0|20 0|11 1|21 0|0 ENDSEC|0 EOF",
    );
    let (it, diagnostics) = read(&source);
    let names: Vec<_> = it.drawing.layers.iter().map(|layer| layer.name.as_str()).collect();
    assert_eq!(names, ["Schnitt ö", "True"]);
    assert_eq!(it.drawing.layers[0].pen.color, Color { r: 255, g: 0, b: 0 });
    assert_eq!(it.drawing.layers[0].pen.width_mm, 0.5);
    assert_eq!(it.drawing.layers[1].pen.color.to_string(), "#123456");
    assert_eq!(kinds(&diagnostics), ["hidden-layer", "hidden-layer"]);
    assert!(it.layers.iter().any(|layer| layer.name == "True" && layer.is_locked));
    assert_eq!(it.version.as_deref(), Some("AC1015"));
}

#[test]
fn paper_space_and_invisible_entities_are_counted() {
    let line = "0 LINE|10 0|20 0|11 1|21 0";
    let (it, diagnostics) = read(&file(&format!("{line}|67 1|{line}|60 1|{line}|{line}|67 1")));
    assert_eq!(it.drawing.path_count(), 1);
    assert_eq!(kinds(&diagnostics), ["paper-space", "invisible"]);
    assert!(diagnostics[0].message.starts_with("2 "));
}

#[test]
fn an_arc_that_ends_where_it_begins_is_a_circle_with_a_warning() {
    let (it, diagnostics) = read(&file("0 ARC|10 0|20 0|40 1|50 30|51 30"));
    assert_near(it.drawing.draw_mm(), 2.0 * PI, 1e-9);
    assert_eq!(kinds(&diagnostics), ["full-turn"]);
    let (_, diagnostics) = read(&file("0 ARC|10 0|20 0|40 1|50 0|51 360"));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
}

#[test]
fn a_text_that_is_seen_from_below_has_its_place_seen_from_above() {
    let (_, diagnostics) =
        read(&file("0 LINE|10 -10|20 0|11 0|21 10|0 TEXT|10 3|20 1|1 M8|210 0|220 0|230 -1"));
    assert_eq!((diagnostics[0].x_mm, diagnostics[0].y_mm), (Some(7.0), Some(9.0)));
}
