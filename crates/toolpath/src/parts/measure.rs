//! Exact area and winding number of paths of lines and arcs.
//!
//! The area is the shoelace sum over the chords plus a circular segment for each arc: with the chord `d`,
//! the bulge `b` and the swept angle `θ = 4·atan(b)` the radius is `d·(1 + b²)/(4·|b|)` and the segment
//! `r²·(θ − sin θ)/2`, with the sign of the bulge. The winding number is the sum of the angles by which the
//! pieces turn around the point.

use kurbo::{Point, Vec2};
use penstock_drawing::{Path, Segment};
use std::f64::consts::TAU;

/// Signed area in mm²; the path counts as closed by a straight line. Curves count as their chords.
pub(super) fn area_mm2(path: &Path) -> f64 {
    // About the start, so that a small part far from the origin keeps its digits.
    let origin = path.start;
    let mut doubled = 0.0;
    for (from, segment) in path.pieces() {
        let to = segment.to();
        doubled += (from - origin).cross(to - origin);
        if let Segment::Arc { bulge, .. } = *segment {
            doubled += 2.0 * circular_segment_mm2((to - from).hypot(), bulge);
        }
    }
    doubled / 2.0
}

fn circular_segment_mm2(chord_mm: f64, bulge: f64) -> f64 {
    if bulge.abs() < 1e-12 {
        return 0.0;
    }
    let sweep = 4.0 * bulge.atan();
    let radius = chord_mm * (1.0 + bulge * bulge) / (4.0 * bulge.abs());
    // θ − sin θ loses its digits for small angles; its series does not.
    let lens = if sweep.abs() < 1e-2 {
        let square = sweep * sweep;
        sweep * square / 6.0 * (1.0 - square / 20.0 * (1.0 - square / 42.0))
    } else {
        sweep - sweep.sin()
    };
    radius * radius * lens / 2.0
}

/// How often the path winds around the point, positive from +x towards +y. The path counts as closed.
pub(super) fn winding(path: &Path, point: Point) -> i32 {
    let turned: f64 = path
        .pieces()
        .map(|(from, segment)| match *segment {
            Segment::Arc { to, bulge } => turned_by_arc(from, to, bulge, point),
            _ => turned_by_chord(from, segment.to(), point),
        })
        .fold(0.0, std::ops::Add::add);
    (turned / TAU).round() as i32
}

/// By how much the sight of a straight piece turns, seen from the point: in (−π, π].
fn turned_by_chord(from: Point, to: Point, point: Point) -> f64 {
    let (before, after) = (from - point, to - point);
    before.cross(after).atan2(before.dot(after))
}

/// The same for an arc: from inside its circle it turns only one way, by 0 to 2π.
fn turned_by_arc(from: Point, to: Point, bulge: f64, point: Point) -> f64 {
    let straight = turned_by_chord(from, to, point);
    if bulge.abs() < 1e-12 || from == to {
        return straight;
    }
    let chord = to - from;
    let center = from.midpoint(to) + Vec2::new(-chord.y, chord.x) * ((1.0 - bulge * bulge) / (4.0 * bulge));
    let inside = (point - center).hypot2() < (from - center).hypot2();
    match (inside, bulge > 0.0) {
        (false, _) => straight,
        (true, true) => straight.rem_euclid(TAU),
        (true, false) => -(-straight).rem_euclid(TAU),
    }
}

/// Places along a path that are neither its ends nor corners: up to about eight, spread over its pieces.
pub(super) fn places_along(path: &Path) -> impl Iterator<Item = Point> + '_ {
    let step = path.segments.len().div_ceil(4).max(1);
    let few = path.pieces().step_by(step);
    few.flat_map(|(from, segment)| [0.5, 0.309].map(|share| segment.point(from, share)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circle(radius: f64, x: f64) -> Path {
        let (left, right) = (Point::new(x - radius, 0.0), Point::new(x + radius, 0.0));
        let half = |to| Segment::Arc { to, bulge: 1.0 };
        Path { start: left, segments: vec![half(right), half(left)] }
    }

    #[test]
    fn a_circle_has_its_area_wherever_it_lies() {
        for x in [0.0, 1e6] {
            let area = area_mm2(&circle(10.0, x));
            assert!((area - 314.159_265_358_979).abs() < 1e-6, "{area} at {x}");
        }
    }

    #[test]
    fn an_almost_straight_arc_keeps_its_digits() {
        let (a, b) = (Point::ORIGIN, Point::new(1000.0, 0.0));
        let path =
            Path { start: a, segments: vec![Segment::Arc { to: b, bulge: 1e-4 }, Segment::Line { to: a }] };
        // Two thirds of chord times sagitta, for flat arcs; the sagitta is half the chord times the bulge.
        let expected = 2.0 / 3.0 * 1000.0 * 0.05;
        assert!((area_mm2(&path) - expected).abs() < 1e-5, "{}", area_mm2(&path));
    }

    #[test]
    fn the_winding_number_knows_arcs_from_chords() {
        let path = circle(10.0, 0.0);
        assert_eq!(winding(&path, Point::new(0.0, 0.0)), 1);
        for angle in 0..360 {
            let direction = Vec2::from_angle(f64::from(angle).to_radians() + 1e-3);
            assert_eq!(winding(&path, Point::ORIGIN + direction * 9.99), 1, "{angle}");
            assert_eq!(winding(&path, Point::ORIGIN + direction * 10.01), 0, "{angle}");
            assert_eq!(winding(&path.reversed(), Point::ORIGIN + direction * 9.99), -1, "{angle}");
        }
    }

    #[test]
    fn more_than_half_a_circle_is_no_less_inside() {
        // Three quarters of a circle and the straight line that closes them.
        let (a, b) = (Point::new(10.0, 0.0), Point::new(0.0, -10.0));
        let bulge = (270.0_f64.to_radians() / 4.0).tan();
        let path = Path { start: a, segments: vec![Segment::Arc { to: b, bulge }, Segment::Line { to: a }] };
        assert_eq!(winding(&path, Point::ORIGIN), 1);
        assert_eq!(winding(&path, Point::new(-9.0, 0.0)), 1);
        assert_eq!(winding(&path, Point::new(6.0, -6.0)), 0);
        assert!((area_mm2(&path) - (0.75 * std::f64::consts::PI * 100.0 + 50.0)).abs() < 1e-9);
    }
}
