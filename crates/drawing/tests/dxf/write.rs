//! What is written reads back as the same drawing.

use super::support::{assert_near, try_read};
use kurbo::Point;
use penstock_drawing::dxf::{self, Unit, Verdict, WriteOptions};
use penstock_drawing::{Color, Drawing, Layer, Page, Path, Pen, Segment};
use proptest::prelude::*;

fn written(drawing: &Drawing, options: &WriteOptions) -> Vec<u8> {
    let mut bytes = Vec::new();
    dxf::write(drawing, options, &mut bytes).unwrap();
    bytes
}

fn drawing(paths: Vec<Path>) -> Drawing {
    let pen = Pen { color: Color { r: 1, g: 2, b: 3 }, width_mm: 0.35 };
    Drawing {
        page: Page { width_mm: 100.0, height_mm: 50.0 },
        layers: vec![Layer { name: "Größe A/B".into(), pen, paths }],
    }
}

fn line(x: f64, y: f64) -> Segment {
    Segment::Line { to: Point::new(x, y) }
}

fn arc(x: f64, y: f64, bulge: f64) -> Segment {
    Segment::Arc { to: Point::new(x, y), bulge }
}

fn cubic(c1: (f64, f64), c2: (f64, f64), to: (f64, f64)) -> Segment {
    Segment::Cubic { c1: c1.into(), c2: c2.into(), to: to.into() }
}

fn path(x: f64, y: f64, segments: Vec<Segment>) -> Path {
    Path { start: Point::new(x, y), segments }
}

#[test]
fn every_kind_of_path_comes_back() {
    let before = drawing(vec![
        path(1.25, 2.5, vec![]),
        path(0.1, 0.2, vec![line(99.9, 49.7)]),
        path(10.0, 10.0, vec![arc(20.0, 10.0, -0.3)]),
        path(30.0, 10.0, vec![arc(20.0, 10.0, 1.0), arc(30.0, 10.0, 1.0)]),
        path(5.0, 5.0, vec![line(15.0, 5.0), arc(15.0, 25.0, 1.0), line(5.0, 25.0), line(5.0, 5.0)]),
        path(
            5.0,
            5.0,
            vec![cubic((6.0, 9.0), (8.0, 9.0), (9.0, 5.0)), cubic((10.0, 1.0), (11.0, 1.0), (12.0, 5.0))],
        ),
    ]);
    let bytes = written(&before, &WriteOptions::default());
    let text = String::from_utf8(bytes.clone()).unwrap();
    for kind in ["POINT", "LINE", "ARC", "CIRCLE", "LWPOLYLINE", "SPLINE"] {
        assert!(text.contains(&format!("\n{kind}\n")), "{kind}");
    }
    let (after, diagnostics) = try_read(&bytes).unwrap();
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert_eq!((after.units.used, after.units.verdict), (Unit::MM, Verdict::Declared));
    assert_eq!(after.drawing.layers.len(), 1);
    let layer = &after.drawing.layers[0];
    assert_eq!(layer.name, "Größe A_B");
    assert_eq!(layer.pen, before.layers[0].pen);
    assert_eq!(layer.paths.len(), before.layers[0].paths.len());
    let bounds = before.bounds().unwrap();
    for (one, other) in before.layers[0].paths.iter().zip(&layer.paths) {
        let one = one.moved(-bounds.x0, -bounds.y0);
        // Arcs and circles are written counter-clockwise.
        assert!(is_same(&one, other) || is_same(&one, &other.reversed()), "{one:?} {other:?}");
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    let is_near = |((from, a), (at, b)): ((Point, &Segment), (Point, &Segment))| {
        (0..=8).map(|step| f64::from(step) / 8.0).all(|t| a.point(from, t).distance(b.point(at, t)) < 1e-9)
    };
    one.start.distance(other.start) < 1e-9
        && one.segments.len() == other.segments.len()
        && one.pieces().zip(other.pieces()).all(is_near)
}

#[test]
fn coordinates_come_back_where_they_were() {
    let source =
        super::support::file("0 LINE|10 123.456|20 -7.1|11 200.001|21 33.3|0 CIRCLE|10 150|20 0|40 3.125");
    let (first, _) = try_read(source.as_bytes()).unwrap();
    let bytes = written(&first.drawing, &WriteOptions { origin_mm: Some(first.origin_mm) });
    let (second, _) = try_read(&bytes).unwrap();
    for (one, other) in super::support::paths(&first).iter().zip(super::support::paths(&second)) {
        assert!(one.start.distance(other.start) < 1e-9 && one.end().distance(other.end()) < 1e-9);
    }
    assert_eq!(
        written(&first.drawing, &WriteOptions::default()),
        written(&first.drawing, &WriteOptions::default())
    );
}

fn segment() -> impl Strategy<Value = Segment> {
    let point = || (0.0..100.0, 0.0..50.0);
    prop_oneof![
        point().prop_map(|(x, y)| line(x, y)),
        (point(), -3.0..3.0_f64).prop_map(|((x, y), bulge)| arc(x, y, bulge)),
        (point(), point(), point()).prop_map(|(c1, c2, to)| cubic(c1, c2, to)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_drawing_keeps_its_length_and_its_size(
        paths in prop::collection::vec(prop::collection::vec(segment(), 1..6), 1..5),
    ) {
        let before = drawing(paths.into_iter().map(|segments| path(50.0, 25.0, segments)).collect());
        let (after, _) = try_read(&written(&before, &WriteOptions::default())).unwrap();
        assert_near(after.drawing.draw_mm(), before.draw_mm(), 1e-5 * before.draw_mm());
        let (one, other) = (before.bounds().unwrap(), after.drawing.bounds().unwrap());
        assert_near(one.width(), other.width(), 1e-5);
        assert_near(one.height(), other.height(), 1e-5);
    }
}
