//! Drawing with lines that hide each other: what is drawn first lies in front.

use kurbo::{Affine, Ellipse, Point, Rect, Shape, Vec2};
use penstock_drawing::{Path, Segment};

/// Where a line goes behind a shape, it is followed in steps of this length.
const STEP: f64 = 0.08;
const FLAT: f64 = 0.02;

/// Strokes, and the shapes that hide what is drawn after them.
#[derive(Default)]
pub(super) struct Art {
    paths: Vec<Path>,
    covers: Vec<(Vec<Point>, Rect)>,
}

impl Art {
    /// A line; what lies behind earlier shapes is left out.
    pub(super) fn stroke(&mut self, path: Path) {
        let Some(bounds) = path.bounds() else { return };
        let near: Vec<&(Vec<Point>, Rect)> =
            self.covers.iter().filter(|(_, cover)| cover.overlaps(bounds)).collect();
        let hidden =
            |point: Point| near.iter().any(|(outline, area)| area.contains(point) && inside(outline, point));
        if near.is_empty() {
            self.paths.push(path);
            return;
        }
        let mut points = Vec::new();
        path.flatten(FLAT, &mut points);
        let points = stepped(&points);
        if !points.iter().any(|point| hidden(*point)) {
            self.paths.push(path);
            return;
        }
        let mut run: Vec<Point> = Vec::new();
        let mut runs = Vec::new();
        for point in points {
            if hidden(point) {
                runs.push(std::mem::take(&mut run));
            } else {
                run.push(point);
            }
        }
        runs.push(run);
        let seen = runs.into_iter().filter(|run| run.len() > 2);
        self.paths.extend(seen.map(|run| polyline(&simplified(&run))));
    }

    /// A closed outline that hides what comes later.
    pub(super) fn solid(&mut self, outline: Path) {
        self.stroke(outline.clone());
        self.cover(&outline);
    }

    /// Hides what comes later without being drawn.
    pub(super) fn cover(&mut self, outline: &Path) {
        let mut points = Vec::new();
        outline.flatten(FLAT, &mut points);
        self.covers.push((points, outline.bounds().unwrap_or_default()));
    }

    /// Everything as it was drawn.
    pub(super) fn placed_as_drawn(self) -> Vec<Path> {
        self.paths
    }

    /// Everything, scaled to fit into an area, standing on its bottom edge in the middle.
    pub(super) fn placed(self, area: Rect) -> Vec<Path> {
        let bounds = self.paths.iter().filter_map(Path::bounds).reduce(|all, one| all.union(one));
        let Some(bounds) = bounds.filter(|it| it.width() > 0.0 && it.height() > 0.0) else {
            return Vec::new();
        };
        let scale = (area.width() / bounds.width()).min(area.height() / bounds.height());
        let foot = Vec2::new(area.center().x, area.y1);
        let place = Affine::translate(foot)
            * Affine::scale(scale)
            * Affine::translate(-Vec2::new(bounds.center().x, bounds.y1));
        self.paths.iter().map(|path| path.transformed(place)).collect()
    }
}

/// Even-odd rule.
fn inside(outline: &[Point], point: Point) -> bool {
    let next = outline.iter().cycle().skip(1);
    outline.iter().zip(next).fold(false, |inside, (a, b)| {
        let crosses =
            (a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x;
        inside ^ crosses
    })
}

fn stepped(points: &[Point]) -> Vec<Point> {
    let mut all: Vec<Point> = points.first().copied().into_iter().collect();
    for pair in points.windows(2) {
        let steps = (pair[0].distance(pair[1]) / STEP).ceil().clamp(1.0, 10_000.0) as usize;
        all.extend((1..=steps).map(|step| pair[0].lerp(pair[1], step as f64 / steps as f64)));
    }
    all
}

/// Without points that lie on the line between their neighbours.
fn simplified(points: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for (at, point) in points.iter().enumerate() {
        if let (Some(last), Some(next)) = (kept.last(), points.get(at + 1)) {
            let (way, step) = (*next - *last, *point - *last);
            if way.hypot() > 0.0 && way.cross(step).abs() / way.hypot() < FLAT / 2.0 && way.hypot() < 4.0 {
                continue;
            }
        }
        kept.push(*point);
    }
    kept
}

pub(super) fn polyline(points: &[Point]) -> Path {
    let start = points.first().copied().unwrap_or_default();
    Path { start, segments: points.iter().skip(1).map(|to| Segment::Line { to: *to }).collect() }
}

/// Straight from point to point.
pub(super) fn line(points: &[(f64, f64)]) -> Path {
    polyline(&points.iter().map(|&point| Point::from(point)).collect::<Vec<_>>())
}

/// Curves, each by its two handles and its end.
pub(super) fn curve(start: (f64, f64), bends: &[[(f64, f64); 3]]) -> Path {
    let bend = |[c1, c2, to]: &[(f64, f64); 3]| Segment::Cubic {
        c1: Point::from(*c1),
        c2: Point::from(*c2),
        to: Point::from(*to),
    };
    Path { start: start.into(), segments: bends.iter().map(bend).collect() }
}

/// An ellipse around a place.
pub(super) fn ellipse(center: (f64, f64), across: f64, down: f64) -> Path {
    of_shape(&Ellipse::new(center, (across, down), 0.0))
}

/// The lower half of an ellipse, from left to right.
pub(super) fn lower_half((x, y): (f64, f64), across: f64, down: f64) -> Path {
    const ROUND: f64 = 0.5523;
    curve(
        (x - across, y),
        &[
            [(x - across, y + ROUND * down), (x - ROUND * across, y + down), (x, y + down)],
            [(x + ROUND * across, y + down), (x + across, y + ROUND * down), (x + across, y)],
        ],
    )
}

pub(super) fn circle(center: (f64, f64), radius: f64) -> Path {
    let at = |x: f64| Point::new(center.0 + x, center.1);
    let half = |x: f64| Segment::Arc { to: at(x), bulge: 1.0 };
    Path { start: at(radius), segments: vec![half(-radius), half(radius)] }
}

fn of_shape(shape: &impl Shape) -> Path {
    let mut path = Path { start: Point::ORIGIN, segments: Vec::new() };
    for element in shape.path_elements(1e-3) {
        match element {
            kurbo::PathEl::MoveTo(to) => path.start = to,
            kurbo::PathEl::LineTo(to) => path.segments.push(Segment::Line { to }),
            kurbo::PathEl::CurveTo(c1, c2, to) => path.segments.push(Segment::Cubic { c1, c2, to }),
            // An ellipse has neither of these.
            kurbo::PathEl::QuadTo(..) | kurbo::PathEl::ClosePath => {}
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_behind_a_shape_is_left_out() {
        let mut art = Art::default();
        art.solid(circle((0.0, 0.0), 5.0));
        art.stroke(line(&[(-10.0, 0.0), (10.0, 0.0)]));
        art.stroke(line(&[(-10.0, 8.0), (10.0, 8.0)]));
        let lengths: Vec<f64> = art.paths.iter().map(Path::length_mm).collect();
        assert_eq!(lengths.len(), 4);
        assert!((lengths[1] - 5.0).abs() < 0.2 && (lengths[2] - 5.0).abs() < 0.2, "{lengths:?}");
        assert_eq!(lengths[3], 20.0);
    }

    #[test]
    fn a_drawing_stands_in_its_area_without_being_stretched() {
        let mut art = Art::default();
        art.stroke(line(&[(0.0, 0.0), (10.0, 5.0)]));
        let placed = art.placed(Rect::new(10.0, 10.0, 30.0, 50.0));
        assert_eq!(placed[0].bounds().unwrap(), Rect::new(10.0, 40.0, 30.0, 50.0));
    }
}
