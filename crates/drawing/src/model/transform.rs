//! Paths under affine maps.

use super::{Path, Segment};
use kurbo::{Affine, Point};

/// A map whose two stretches differ by less than this share keeps circles round.
const ROUND: f64 = 1e-6;

impl Path {
    /// The path under a map. Arcs stay arcs where the map keeps circles round, and become cubic curves
    /// (within 0.03 % of their radius) where it does not.
    #[must_use]
    pub fn transformed(&self, by: Affine) -> Self {
        let keeps_round = is_round(by);
        let turn = by.determinant().signum();
        let mut segments = Vec::with_capacity(self.segments.len());
        for (from, segment) in self.pieces() {
            match *segment {
                Segment::Line { to } => segments.push(Segment::Line { to: by * to }),
                Segment::Cubic { c1, c2, to } => {
                    segments.push(Segment::Cubic { c1: by * c1, c2: by * c2, to: by * to });
                }
                Segment::Arc { to, bulge } if keeps_round => {
                    segments.push(Segment::Arc { to: by * to, bulge: bulge * turn });
                }
                Segment::Arc { .. } => segment.as_cubics(from, &mut |c1, c2, to| {
                    segments.push(Segment::Cubic { c1: by * c1, c2: by * c2, to: by * to });
                }),
            }
        }
        Self { start: by * self.start, segments }
    }

    /// The path moved by this much in mm.
    #[must_use]
    pub fn moved(&self, x_mm: f64, y_mm: f64) -> Self {
        self.transformed(Affine::translate((x_mm, y_mm)))
    }
}

/// The map turns, mirrors, moves and scales alike in all directions.
fn is_round(map: Affine) -> bool {
    let [a, b, c, d, ..] = map.as_coeffs();
    let size = a.hypot(b).max(c.hypot(d));
    let like = |x: f64, y: f64| (x - y).abs() <= ROUND * size;
    (like(a, d) && like(b, -c)) || (like(a, -d) && like(b, c))
}

impl Segment {
    /// Calls `emit` with cubic curves that together are this segment, each at most a quarter of a circle.
    ///
    /// The control points of an arc of bulge `b = tan(θ/4)` lie on its tangents, which leave the chord at
    /// half the swept angle, `4/3·b·r` from its ends; with the radius `r = d·(1 + b²)/(4b)` that is
    /// `d·(1 + b²)/3`.
    pub(crate) fn as_cubics(&self, from: Point, emit: &mut dyn FnMut(Point, Point, Point)) {
        let third = |start: Point, to: Point| (start.lerp(to, 1.0 / 3.0), start.lerp(to, 2.0 / 3.0));
        match *self {
            Self::Cubic { c1, c2, to } => emit(c1, c2, to),
            Self::Line { to } => {
                let (c1, c2) = third(from, to);
                emit(c1, c2, to);
            }
            Self::Arc { bulge, .. } => {
                let quarters = 4.0 * bulge.abs().atan() / std::f64::consts::FRAC_PI_2;
                let pieces = (quarters - 1e-9).ceil().clamp(1.0, 4.0);
                for piece in 0..pieces as usize {
                    let range = piece as f64 / pieces..(piece as f64 + 1.0) / pieces;
                    let (start, part) = self.piece(from, range);
                    let to = part.to();
                    let Self::Arc { bulge, .. } = part else {
                        let (c1, c2) = third(start, to);
                        emit(c1, c2, to);
                        continue;
                    };
                    let arm = (to - start) * ((1.0 + bulge * bulge) / 3.0);
                    let half = 2.0 * bulge.atan();
                    let turned = |angle: f64| {
                        let (sin, cos) = angle.sin_cos();
                        kurbo::Vec2::new(arm.x * cos - arm.y * sin, arm.x * sin + arm.y * cos)
                    };
                    emit(start + turned(-half), to - turned(half), to);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half_circle() -> Path {
        Path { start: Point::ORIGIN, segments: vec![Segment::Arc { to: Point::new(20.0, 0.0), bulge: 1.0 }] }
    }

    #[test]
    fn turning_and_mirroring_keep_arcs() {
        let turned = half_circle().transformed(Affine::rotate(1.0) * Affine::scale(2.0));
        assert!((turned.length_mm() - 20.0 * std::f64::consts::PI).abs() < 1e-9);
        let mirrored = half_circle().transformed(Affine::FLIP_Y);
        assert!(mirrored.bounds().unwrap().y1 > 9.9, "{mirrored:?}");
        assert!(matches!(mirrored.segments[0], Segment::Arc { .. }));
    }

    #[test]
    fn stretching_makes_curves_that_follow_the_ellipse() {
        let wide = half_circle().transformed(Affine::scale_non_uniform(2.0, 1.0));
        assert!(wide.segments.len() == 2 && matches!(wide.segments[0], Segment::Cubic { .. }));
        let mut points = Vec::new();
        wide.flatten(1e-3, &mut points);
        for point in points {
            let radius = ((point.x - 20.0) / 20.0).hypot(point.y / 10.0);
            assert!((radius - 1.0).abs() < 5e-4, "{point:?}");
        }
    }
}
