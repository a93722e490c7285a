//! What the tests of this binary share.

use kurbo::Point;
use penstock_drawing::{Color, Drawing, Layer, LayerSetup, Page, Path, Pen, Segment};
use penstock_toolpath::time::{Profile, estimate};
use proptest::prelude::*;

pub(crate) const A4: Page = Page { width_mm: 297.0, height_mm: 210.0 };

pub(crate) fn line(points: &[(f64, f64)]) -> Path {
    let segments = points[1..].iter().map(|&to| Segment::Line { to: to.into() }).collect();
    Path { start: points[0].into(), segments }
}

pub(crate) fn dot(x: f64, y: f64) -> Path {
    Path { start: Point::new(x, y), segments: Vec::new() }
}

pub(crate) fn layer(name: &str, paths: Vec<Path>) -> Layer {
    Layer { name: name.to_owned(), pen: Pen { color: Color::BLACK, width_mm: 0.3 }, paths }
}

pub(crate) fn drawing(page: Page, layers: Vec<Layer>) -> Drawing {
    Drawing { page, layers }
}

pub(crate) fn setup(pen: u32) -> LayerSetup {
    LayerSetup { pen, pause_before: false, prompt: None, speed_mm_per_s: None }
}

fn point() -> impl Strategy<Value = Point> {
    // Well inside of what every machine reaches on A4, bends of curves included.
    (90.0..200.0, 70.0..140.0).prop_map(|(x, y)| Point::new(x, y))
}

fn segment() -> impl Strategy<Value = Segment> {
    prop_oneof![
        point().prop_map(|to| Segment::Line { to }),
        // Steps: bulges of up to half a circle stay near their chords.
        (point(), -1.0..1.0).prop_map(|(to, bulge)| Segment::Arc { to, bulge }),
        (point(), point(), point()).prop_map(|(c1, c2, to)| Segment::Cubic { c1, c2, to }),
    ]
}

/// Drawings of lines, arcs, curves and dots in the middle of A4.
pub(crate) fn any_drawing() -> impl Strategy<Value = Drawing> {
    let path = (point(), prop::collection::vec(segment(), 0..5))
        .prop_map(|(start, segments)| Path { start, segments })
        .prop_filter("stays on the page", |path| {
            let bounds = path.bounds().unwrap();
            bounds.x0 > 25.0 && bounds.x1 < 270.0 && bounds.y0 > 25.0 && bounds.y1 < 185.0
        });
    prop::collection::vec(prop::collection::vec(path, 1..5), 1..4).prop_map(|layers| {
        let layers = layers.into_iter().enumerate();
        drawing(A4, layers.map(|(number, paths)| layer(&format!("Layer {number}"), paths)).collect())
    })
}

/// All paths in drawing order.
pub(crate) fn paths(drawing: &Drawing) -> Vec<&Path> {
    drawing.layers.iter().flat_map(|layer| &layer.paths).collect()
}

/// Points along a path, close together.
pub(crate) fn sampled(path: &Path, step_mm: f64) -> Vec<Point> {
    let mut corners = Vec::new();
    path.flatten(1e-3, &mut corners);
    let mut points = vec![corners[0]];
    for pair in corners.windows(2) {
        let steps = (pair[0].distance(pair[1]) / step_mm).ceil().max(1.0);
        points.extend((1..=steps as usize).map(|step| pair[0].lerp(pair[1], step as f64 / steps)));
    }
    points
}

/// Largest distance of points along `one` from the lines of `other`.
pub(crate) fn off(one: &Path, other: &Path, step_mm: f64) -> f64 {
    let mut corners = Vec::new();
    other.flatten(1e-4, &mut corners);
    let near = |point: Point| {
        let first = point.distance_squared(corners[0]);
        let pieces = corners.windows(2).map(|pair| {
            let way = pair[1] - pair[0];
            let share = ((point - pair[0]).dot(way) / way.hypot2().max(1e-18)).clamp(0.0, 1.0);
            point.distance_squared(pair[0].lerp(pair[1], share))
        });
        pieces.fold(first, f64::min).sqrt()
    };
    sampled(one, step_mm).into_iter().map(near).fold(0.0, f64::max)
}

/// The same strokes in the same order, each within a tolerance of the other both ways, with the same ends.
#[track_caller]
pub(crate) fn assert_same_lines(one: &[&Path], other: &[&Path], tolerance_mm: f64) {
    assert_eq!(one.len(), other.len(), "strokes");
    for (index, (a, b)) in one.iter().zip(other).enumerate() {
        assert!(a.start.distance(b.start) <= tolerance_mm, "stroke {index} starts elsewhere");
        assert!(a.end().distance(b.end()) <= tolerance_mm, "stroke {index} ends elsewhere");
        let apart = off(a, b, 0.5).max(off(b, a, 0.5));
        assert!(apart <= tolerance_mm, "stroke {index} is off by {apart} mm");
        let (here, there) = (a.length_mm(), b.length_mm());
        assert!(
            (here - there).abs() <= 0.02 * here + 10.0 * tolerance_mm,
            "stroke {index}: {here} mm, {there} mm"
        );
    }
}

/// Seconds on a machine, lifts and moves included.
pub(crate) fn seconds(drawing: &Drawing) -> f64 {
    estimate(drawing, &Profile::SAXI).total_s
}
