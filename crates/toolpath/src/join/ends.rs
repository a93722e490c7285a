//! The two ends of every path: end `2p` is its start, `2p + 1` its end.

use kurbo::{Point, Vec2};
use penstock_drawing::{Path, Segment};

/// No end.
pub(super) const NONE: u32 = u32::MAX;

/// Where an end is.
pub(super) fn point(paths: &[Path], end: u32) -> Point {
    let path = &paths[end as usize / 2];
    if end.is_multiple_of(2) { path.start } else { path.end() }
}

/// May a stroke go from one of these ends on to the other? Without reversal only from an end to a start.
pub(super) fn may_join(a: u32, b: u32, allow_reverse: bool) -> bool {
    allow_reverse || a % 2 != b % 2
}

/// The direction in which a path leaves its end, as a unit vector; zero if its segment there goes nowhere.
pub(super) fn direction(paths: &[Path], end: u32) -> Vec2 {
    let path = &paths[end as usize / 2];
    let way = if end.is_multiple_of(2) {
        path.segments.first().map(|segment| leaving(path.start, segment))
    } else {
        let before = path.segments.len().checked_sub(2).map_or(path.start, |at| path.segments[at].to());
        path.segments.last().map(|segment| leaving(segment.to(), &segment.reversed(before)))
    };
    let way = way.unwrap_or_default();
    let length = way.hypot();
    if length > 0.0 { way / length } else { Vec2::ZERO }
}

/// The direction of a segment at its start, of any length.
pub(crate) fn leaving(from: Point, segment: &Segment) -> Vec2 {
    match *segment {
        Segment::Line { to } => to - from,
        Segment::Arc { to, bulge } => {
            // The chord, turned back by half of the swept angle, which is four times atan(bulge).
            let (sin, cos) = (2.0 * bulge.atan()).sin_cos();
            let chord = to - from;
            Vec2::new(chord.x * cos + chord.y * sin, chord.y * cos - chord.x * sin)
        }
        Segment::Cubic { c1, c2, to } => [c1, c2, to]
            .into_iter()
            .map(|point| point - from)
            .find(|way| way.hypot2() > 1e-18)
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_points_along_its_curve() {
        let half_circle = Path {
            start: Point::ORIGIN,
            segments: vec![
                Segment::Line { to: Point::new(0.0, -1.0) },
                Segment::Arc { to: Point::new(2.0, -1.0), bulge: 1.0 },
            ],
        };
        let paths = [half_circle];
        assert!((direction(&paths, 0) - Vec2::new(0.0, -1.0)).hypot() < 1e-12);
        // Turning from +x to +y, it goes up, over and down again: seen from its end it goes back up.
        assert!((direction(&paths, 1) - Vec2::new(0.0, -1.0)).hypot() < 1e-12);
    }
}
