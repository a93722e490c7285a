//! Small drawings for tests.

use kurbo::Point;
use penstock_drawing::{Color, Drawing, Layer, Page, Path, Pen, Segment};
use proptest::prelude::*;

pub(crate) fn line(from: (f64, f64), to: (f64, f64)) -> Path {
    Path { start: Point::from(from), segments: vec![Segment::Line { to: Point::from(to) }] }
}

pub(crate) fn arc(from: (f64, f64), to: (f64, f64), bulge: f64) -> Path {
    Path { start: Point::from(from), segments: vec![Segment::Arc { to: Point::from(to), bulge }] }
}

/// A closed polygon.
pub(crate) fn polygon(points: &[(f64, f64)]) -> Path {
    let to = |&point: &(f64, f64)| Segment::Line { to: Point::from(point) };
    Path { start: Point::from(points[0]), segments: points[1..].iter().chain(&points[..1]).map(to).collect() }
}

/// One black layer on a sheet of 100 × 50 mm.
pub(crate) fn drawing(paths: Vec<Path>) -> Drawing {
    let pen = Pen { color: Color::BLACK, width_mm: 0.3 };
    Drawing {
        page: Page { width_mm: 100.0, height_mm: 50.0 },
        layers: vec![Layer { name: "lines".to_owned(), pen, paths }],
    }
}

fn point() -> impl Strategy<Value = Point> {
    (0.0..100.0, 0.0..50.0).prop_map(|(x, y)| Point::new(x, y))
}

/// Any path: dots, lines, arcs, curves, open and closed.
pub(crate) fn path() -> impl Strategy<Value = Path> {
    let segment = prop_oneof![
        point().prop_map(|to| Segment::Line { to }),
        (point(), -2.0..2.0).prop_map(|(to, bulge)| Segment::Arc { to, bulge }),
        (point(), point(), point()).prop_map(|(c1, c2, to)| Segment::Cubic { c1, c2, to }),
    ];
    (point(), prop::collection::vec(segment, 0..5), any::<bool>()).prop_map(
        |(start, mut segments, closed)| {
            if closed && segments.len() > 1 {
                segments.push(Segment::Line { to: start });
            }
            Path { start, segments }
        },
    )
}
