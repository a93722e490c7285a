//! Rings of straight edges that hold all of a part: arcs that bulge outwards are followed from outside, by
//! tangents, and arcs that bulge inwards by chords, which lie outside too. So two rings that are apart are
//! two parts that are apart, with no tolerance to add.

use crate::parts::{Contour, Part};
use kurbo::{Point, Vec2};
use penstock_drawing::Segment;

/// Most tangents or chords for one arc.
const MOST_PIECES: f64 = 256.0;

/// Outline and holes as rings, the outline first; none is further outside than the tolerance.
pub(super) fn rings(part: &Part, tolerance_mm: f64) -> Vec<Vec<Point>> {
    part.contours().map(|contour| simplified(ring(contour, tolerance_mm / 2.0), tolerance_mm / 2.0)).collect()
}

fn ring(contour: &Contour, tolerance_mm: f64) -> Vec<Point> {
    let mut ring = Vec::new();
    for (from, segment) in contour.path().pieces() {
        ring.push(from);
        if let Segment::Arc { to, bulge } = *segment {
            follow(from, to, bulge, tolerance_mm, &mut ring);
        }
    }
    ring.dedup();
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    ring
}

/// The corners between the ends of an arc.
fn follow(from: Point, to: Point, bulge: f64, tolerance_mm: f64, ring: &mut Vec<Point>) {
    let chord = to - from;
    let sweep = 4.0 * bulge.atan();
    if chord.hypot2() == 0.0 || sweep.abs() < 1e-9 {
        return;
    }
    let center = from.midpoint(to) + Vec2::new(-chord.y, chord.x) * ((1.0 - bulge * bulge) / (4.0 * bulge));
    let spoke = from - center;
    let radius = spoke.hypot();
    // Tangents stand off by r·(1/cos(φ/2) − 1), chords by less; both nearly r·φ²/8.
    let fine = (8.0 * tolerance_mm / radius).sqrt().min(1.0);
    let pieces = (sweep.abs() / fine).ceil().clamp(1.0, MOST_PIECES);
    let each = sweep / pieces;
    let turned = |angle: f64| {
        let (sin, cos) = angle.sin_cos();
        Vec2::new(cos * spoke.x - sin * spoke.y, sin * spoke.x + cos * spoke.y)
    };
    if bulge > 0.0 {
        let out = 1.0 / (each / 2.0).cos();
        ring.extend((0..pieces as usize).map(|at| center + turned((at as f64 + 0.5) * each) * out));
    } else {
        ring.extend((1..pieces as usize).map(|at| center + turned(at as f64 * each)));
    }
}

/// Fewer corners, nothing lost: corners that turn inwards are cut off, and edges between two that turn
/// outwards give way to the neighbours' meeting point. The line moves outwards by no more than the tolerance.
fn simplified(ring: Vec<Point>, tolerance_mm: f64) -> Vec<Point> {
    // Each corner with how far it has moved already.
    let mut ring: Vec<(Point, f64)> = ring.into_iter().map(|corner| (corner, 0.0)).collect();
    let mut idle = 0;
    let mut at = 0;
    while ring.len() > 4 && idle < ring.len() {
        let count = ring.len();
        let get = |offset: usize| ring[(at + offset) % count];
        let ((a, _), (b, b_moved), (c, c_moved), (d, _)) = (get(0), get(1), get(2), get(3));
        let first = (b - a).cross(c - b);
        if first <= 0.0 {
            let moved = b_moved + off_line(a, c, b);
            if moved <= tolerance_mm {
                ring.remove((at + 1) % count);
                at %= ring.len();
                idle = 0;
                continue;
            }
        } else if (c - b).cross(d - c) > 0.0
            && let Some(meeting) = meeting(a, b, d, c)
        {
            let moved = b_moved.max(c_moved) + off_line(b, c, meeting);
            if moved <= tolerance_mm {
                ring[(at + 1) % count] = (meeting, moved);
                ring.remove((at + 2) % count);
                at %= ring.len();
                idle = 0;
                continue;
            }
        }
        at = (at + 1) % count;
        idle += 1;
    }
    ring.into_iter().map(|(corner, _)| corner).collect()
}

fn off_line(from: Point, to: Point, point: Point) -> f64 {
    let along = to - from;
    let length = along.hypot();
    if length == 0.0 { (point - from).hypot() } else { (along.cross(point - from) / length).abs() }
}

/// Where the line through `a` and `b`, beyond `b`, meets the one through `d` and `c`, beyond `c`.
fn meeting(a: Point, b: Point, d: Point, c: Point) -> Option<Point> {
    let (first, second) = (b - a, c - d);
    let cross = first.cross(second);
    let along = (c - b).cross(second) / cross;
    let back = (c - b).cross(first) / cross;
    (cross > 0.0 && along.is_finite() && along >= 0.0 && back <= 0.0
        || cross > 0.0 && along >= 0.0 && back >= 0.0)
        .then(|| b + first * along)
}

#[cfg(test)]
mod tests {
    use super::*;
    use penstock_drawing::Path;

    fn ring_of(start: (f64, f64), pieces: &[(f64, f64, f64)]) -> Contour {
        let segment = |&(x, y, bulge): &(f64, f64, f64)| Segment::Arc { to: Point::new(x, y), bulge };
        let path = Path { start: start.into(), segments: pieces.iter().map(segment).collect() };
        Contour::new(path, 0).expect("a contour")
    }

    fn area(ring: &[Point]) -> f64 {
        let next = ring.iter().cycle().skip(1);
        ring.iter().zip(next).map(|(a, b)| a.to_vec2().cross(b.to_vec2())).sum::<f64>() / 2.0
    }

    #[test]
    fn a_ring_holds_its_arcs_and_is_hardly_larger() {
        // A plate with one side that bulges out and one that bulges in.
        let contour =
            ring_of((0.0, 0.0), &[(100.0, 0.0, 0.3), (100.0, 60.0, 0.0), (0.0, 60.0, -0.2), (0.0, 0.0, 0.0)]);
        for tolerance in [1.0, 0.1, 0.01] {
            let part = Part { name: String::new(), outer: contour.clone(), holes: vec![], slits: vec![] };
            let ring = rings(&part, tolerance).remove(0);
            let grown = area(&ring) - contour.area_mm2();
            assert!(grown > 0.0 && grown < tolerance * contour.path().length_mm(), "{grown} at {tolerance}");
            let mut points = Vec::new();
            contour.path().flatten(1e-4, &mut points);
            let inside = Contour::new(
                Path {
                    start: ring[0],
                    segments: ring
                        .iter()
                        .cycle()
                        .skip(1)
                        .take(ring.len())
                        .map(|&to| Segment::Line { to })
                        .collect(),
                },
                0,
            )
            .expect("a ring");
            for point in points {
                let inwards = point + (Point::new(50.0, 30.0) - point) * 1e-6;
                assert!(inside.contains(inwards), "{point} at {tolerance}");
            }
        }
    }

    #[test]
    fn a_round_hole_becomes_no_larger() {
        let circle = ring_of((10.0, 0.0), &[(-10.0, 0.0, -1.0), (10.0, 0.0, -1.0)]);
        let ring = ring(&circle, 0.01);
        assert!(area(&ring) > circle.area_mm2() && area(&ring) < circle.area_mm2() * 0.99, "{}", area(&ring));
    }
}
