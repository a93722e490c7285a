use super::art::{Art, circle, line};
use kurbo::{Point, Rect, Vec2};
use penstock_drawing::{Path, Segment};

/// Flags on a sagging string from one upper corner of the area to the other.
pub(in super::super) fn garland(area: Rect) -> Vec<Path> {
    let sag = area.height() * 0.42;
    let flag = (area.height() - sag).min(area.width() / 9.0);
    let count = ((area.width() / (flag * 1.12)).floor()).clamp(4.0, 14.0) as u32;
    let ring = flag * 0.08;
    let at = |t: f64| Point::new(area.x0 + area.width() * t, area.y0 + ring + sag * 4.0 * t * (1.0 - t));
    let mut art = Art::default();
    for number in 0..count {
        let middle = (f64::from(number) + 0.5) / f64::from(count);
        let half = 0.42 / f64::from(count);
        let (left, right) = (at(middle - half), at(middle + half));
        let down = Vec2::new(-(right - left).y, (right - left).x).normalize() * flag * 0.95;
        let tip = left.midpoint(right) + down;
        let inner = |share: f64, side: Point| side.lerp(tip, share);
        match number % 3 {
            0 => {
                for share in [0.25, 0.5] {
                    let (a, b) = (inner(share, left), inner(share, right));
                    art.stroke(line(&[(a.x, a.y), (b.x, b.y)]));
                }
            }
            1 => {
                let spot = left.midpoint(right) + down * 0.32;
                art.stroke(circle((spot.x, spot.y), flag * 0.1));
            }
            _ => {
                let core = left.midpoint(right) + down * 0.33;
                let small = |side: Point| core.lerp(side, 0.5);
                let corners = [small(left), small(right), small(tip), small(left)];
                art.stroke(line(&corners.map(|it| (it.x, it.y))));
            }
        }
        let corners = [left, tip, right];
        art.stroke(line(&corners.map(|it| (it.x, it.y))));
    }
    let (start, end) = (at(0.0), at(1.0));
    // A parabola is a cubic whose handles lie two thirds of the way to the tangents' meeting.
    let handle =
        |end: Point| end + (Point::new(area.center().x, area.y0 + ring + sag * 2.0) - end) * (2.0 / 3.0);
    art.stroke(Path {
        start,
        segments: vec![Segment::Cubic { c1: handle(start), c2: handle(end), to: end }],
    });
    for (end, side) in [(start, 1.0), (end, -1.0)] {
        art.stroke(circle((end.x + side * ring, end.y), ring));
    }
    art.placed_as_drawn()
}
