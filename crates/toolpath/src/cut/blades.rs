//! Borders to cut at: of regions, rectangles and circles.

use super::{BORDER_MM, Blade, Border};
use crate::region::{Indexed, nearest_on};
use kurbo::{Point, Rect};

impl Blade for Indexed {
    fn bounds(&self) -> Rect {
        Self::bounds(self)
    }

    fn surely_holds(&self, _: Rect) -> bool {
        false
    }

    fn meets(&self, a: Point, b: Point, found: &mut Vec<(f64, Border)>) {
        let around = Rect::from_points(a, b).inflate(BORDER_MM, BORDER_MM);
        self.edges_near(around, &mut |from, to| meet_edge((a, b), (from, to), found));
    }

    fn holds(&self, point: Point) -> bool {
        Self::holds(self, point)
    }

    fn is_on_border(&self, point: Point, slack_mm: f64) -> bool {
        Self::is_on_border(self, point, slack_mm)
    }
}

/// Corners are met within this, in mm.
const ROUNDING_MM: f64 = 1e-6;

/// An upright rectangle.
impl Blade for Rect {
    fn bounds(&self) -> Rect {
        *self
    }

    fn surely_holds(&self, bounds: Rect) -> bool {
        self.contains_rect(bounds)
    }

    fn meets(&self, a: Point, b: Point, found: &mut Vec<(f64, Border)>) {
        for (from, to) in sides(*self) {
            meet_edge((a, b), (from, to), found);
        }
    }

    fn holds(&self, point: Point) -> bool {
        self.contains(point)
    }

    fn is_on_border(&self, point: Point, slack_mm: f64) -> bool {
        sides(*self).iter().any(|&(a, b)| nearest_on(a, b, point).distance(point) <= slack_mm)
    }
}

fn sides(rect: Rect) -> [(Point, Point); 4] {
    let at = |x, y| Point::new(x, y);
    let corners = [at(rect.x0, rect.y0), at(rect.x1, rect.y0), at(rect.x1, rect.y1), at(rect.x0, rect.y1)];
    [0, 1, 2, 3].map(|side| (corners[side], corners[(side + 1) % 4]))
}

/// Adds where the straight way from `a` to `b` meets an edge; where it runs along it, the edge's ends.
fn meet_edge((a, b): (Point, Point), (from, to): (Point, Point), found: &mut Vec<(f64, Border)>) {
    let (line, along) = (b - a, to - from);
    let border = Border::Line { at: from, along };
    let turn = line.cross(along);
    let to_edge = from - a;
    // Parallel when the end of the shorter one strays less than the border's width from the other.
    if turn.abs() <= BORDER_MM * line.hypot().max(along.hypot()) {
        let distance = line.cross(to_edge).abs() / line.hypot();
        if distance <= 2.0 * BORDER_MM {
            let ends = [from, to].map(|end| (end - a).dot(line) / line.hypot2());
            found.extend(ends.into_iter().filter(|t| (0.0..=1.0).contains(t)).map(|t| (t, border)));
        }
        return;
    }
    let on_line = to_edge.cross(along) / turn;
    let on_edge = to_edge.cross(line) / turn;
    // A corner of the path on the border must not slip through between its two pieces.
    let within = |at: f64, slack: f64| (-slack..=1.0 + slack).contains(&at);
    if within(on_edge, BORDER_MM / along.hypot()) && within(on_line, ROUNDING_MM / line.hypot()) {
        found.push((on_line, border));
    }
}

/// A circle with what is in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Disc {
    pub(crate) center: Point,
    pub(crate) radius: f64,
}

impl Blade for Disc {
    fn bounds(&self) -> Rect {
        Rect::from_center_size(self.center, (2.0 * self.radius, 2.0 * self.radius))
    }

    fn surely_holds(&self, bounds: Rect) -> bool {
        sides(bounds).iter().all(|&(corner, _)| corner.distance(self.center) <= self.radius)
    }

    /// Roots of `|a + t·(b − a) − center|² = radius²`.
    fn meets(&self, a: Point, b: Point, found: &mut Vec<(f64, Border)>) {
        let (line, out) = (b - a, a - self.center);
        let (p, q) =
            (out.dot(line) / line.hypot2(), (out.hypot2() - self.radius * self.radius) / line.hypot2());
        let discriminant = p * p - q;
        if discriminant < 0.0 || !discriminant.is_finite() {
            return;
        }
        let border = Border::Circle { center: self.center, radius: self.radius };
        let root = discriminant.sqrt();
        found.extend(
            [-p - root, -p + root].into_iter().filter(|t| (0.0..=1.0).contains(t)).map(|t| (t, border)),
        );
    }

    fn holds(&self, point: Point) -> bool {
        point.distance(self.center) <= self.radius
    }

    fn is_on_border(&self, point: Point, slack_mm: f64) -> bool {
        (point.distance(self.center) - self.radius).abs() <= slack_mm
    }
}
