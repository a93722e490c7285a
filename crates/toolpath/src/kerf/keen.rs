//! The offset by `cavalier_contours`: lines and arcs throughout.

use crate::parts::Contour;
use cavalier_contours::polyline::{PlineSource, PlineSourceMut, Polyline};
use kurbo::{Point, Vec2};
use penstock_drawing::{Path, Segment};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Shorter pieces are left out: the library takes their ends for one place.
const SHORTEST_MM: f64 = 1e-5;
/// A smaller bulge is a straight line: its sagitta is below a nanometre on any sheet.
const STRAIGHT_BULGE: f64 = 1e-12;

/// None when the library gave up; no contours when nothing is left.
pub(super) fn offset(contour: &Contour, distance_mm: f64) -> Option<Vec<Contour>> {
    // About its own place, so that a part far from the origin keeps its digits.
    let origin = contour.bounds().origin().to_vec2();
    let line = polyline(contour.path(), origin);
    if line.vertex_count() < 2 {
        return None;
    }
    // A panic of the library is a wrong answer like any other: the slower way takes over.
    let found = catch_unwind(AssertUnwindSafe(|| line.parallel_offset(-distance_mm))).ok()?;
    Some(found.iter().filter_map(|line| closed(line, origin, contour.layer())).collect())
}

fn polyline(path: &Path, origin: Vec2) -> Polyline<f64> {
    let mut line = Polyline::new_closed();
    let mut from = path.start;
    for segment in &path.segments {
        let to = segment.to();
        if (to - from).hypot() < SHORTEST_MM {
            continue;
        }
        match *segment {
            // More than half a circle is two arcs there.
            Segment::Arc { bulge, .. } if bulge.abs() > 1.0 => {
                for range in [0.0..0.5, 0.5..1.0] {
                    let (start, piece) = segment.piece(from, range);
                    let Segment::Arc { bulge, .. } = piece else { continue };
                    line.add(start.x - origin.x, start.y - origin.y, bulge);
                }
            }
            Segment::Arc { bulge, .. } => line.add(from.x - origin.x, from.y - origin.y, bulge),
            _ => line.add(from.x - origin.x, from.y - origin.y, 0.0),
        }
        from = to;
    }
    line
}

fn closed(line: &Polyline<f64>, origin: Vec2, layer: usize) -> Option<Contour> {
    let place = |at: usize| {
        let vertex = line.at(at % line.vertex_count());
        Point::new(vertex.x, vertex.y) + origin
    };
    let mut path = Path { start: place(0), segments: Vec::with_capacity(line.vertex_count()) };
    for at in 0..line.vertex_count() {
        let (to, bulge) = (place(at + 1), line.at(at).bulge);
        let straight = bulge.abs() < STRAIGHT_BULGE;
        path.segments.push(if straight { Segment::Line { to } } else { Segment::Arc { to, bulge } });
    }
    Contour::new(path, layer).ok()
}
