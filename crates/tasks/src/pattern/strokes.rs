use kurbo::{Point, Rect, Vec2};
use penstock_drawing::lettering::{self, Align, Face, TextStyle, Typeface};
use penstock_drawing::{Path, Segment};
use std::f64::consts::TAU;

/// What a kind draws: paths, each with a number that decides which pen draws it.
#[derive(Clone, Debug, Default)]
pub(super) struct Strokes {
    pub(super) paths: Vec<(Path, u32)>,
}

impl Strokes {
    /// A path of any kind.
    pub(super) fn path(&mut self, path: Path, group: u32) {
        self.paths.push((path, group));
    }

    /// Straight lines through these points; fewer than two draw nothing.
    pub(super) fn line(&mut self, points: impl IntoIterator<Item = Point>, group: u32) {
        let mut points = points.into_iter();
        let Some(start) = points.next() else { return };
        let segments: Vec<Segment> = points.map(|to| Segment::Line { to }).collect();
        if !segments.is_empty() {
            self.path(Path { start, segments }, group);
        }
    }

    /// The same, back to where it began.
    pub(super) fn ring(&mut self, points: &[Point], group: u32) {
        if points.len() > 1 {
            self.line(points.iter().chain(points.first()).copied(), group);
        }
    }

    /// A smooth curve through these points (Catmull and Rom, centripetal ends repeated).
    pub(super) fn smooth(&mut self, points: &[Point], group: u32) {
        let [start, .., _] = points else { return };
        let at = |index: usize| points[index.min(points.len() - 1)];
        let segments = (1..points.len()).map(|index| {
            let (before, from, to, after) =
                (at(index.saturating_sub(2)), at(index - 1), at(index), at(index + 1));
            Segment::Cubic { c1: from + (to - before) / 6.0, c2: to - (after - from) / 6.0, to }
        });
        self.path(Path { start: *start, segments: segments.collect() }, group);
    }

    /// A full circle, as two half arcs.
    pub(super) fn circle(&mut self, center: Point, radius_mm: f64, group: u32) {
        let across = Vec2::new(radius_mm, 0.0);
        let half = |to| Segment::Arc { to, bulge: 1.0 };
        let segments = vec![half(center - across), half(center + across)];
        self.path(Path { start: center + across, segments }, group);
    }

    /// A regular polygon; `turn` in radians moves its first corner from the right.
    pub(super) fn polygon(&mut self, center: Point, radius_mm: f64, sides: u32, turn: f64, group: u32) {
        let corner =
            |n: u32| center + Vec2::from_angle(turn + TAU * f64::from(n) / f64::from(sides)) * radius_mm;
        let corners: Vec<Point> = (0..sides).map(corner).collect();
        self.ring(&corners, group);
    }

    /// A cross with arms of this length.
    pub(super) fn cross(&mut self, center: Point, arm_mm: f64, group: u32) {
        for arm in [Vec2::new(arm_mm, 0.0), Vec2::new(0.0, arm_mm)] {
            self.line([center - arm, center + arm], group);
        }
    }

    /// Adds what another drew, moved by `by`.
    pub(super) fn add(&mut self, mut other: Self, by: Vec2) {
        other.place(|point| point + by);
        self.paths.append(&mut other.paths);
    }

    /// Scales everything around the origin until it is this high.
    pub(super) fn scale_to_height(&mut self, height: f64) {
        let bounds = self.bounds().unwrap_or_default();
        if bounds.height() > 0.0 {
            let scale = height / bounds.height();
            self.place(|point| (point.to_vec2() * scale).to_point());
        }
    }

    /// Turns everything left to right around the origin.
    pub(super) fn mirror(&mut self) {
        self.place(|point| Point::new(-point.x, point.y));
        for segment in self.paths.iter_mut().flat_map(|(path, _)| &mut path.segments) {
            if let Segment::Arc { bulge, .. } = segment {
                *bulge = -*bulge;
            }
        }
    }

    /// A line of text with its upper left corner at a place; capitals are `cap_mm` high.
    pub(super) fn text(&mut self, text: &str, at: Point, cap_mm: f64, align: Align, group: u32) {
        let style = TextStyle { cap_height_mm: cap_mm, ..TextStyle::default() };
        let setting = lettering::set(&Typeface::from(Face::Sans), text, &style, None);
        let left = match align {
            Align::Start | Align::Justify => at.x,
            Align::Center => at.x - setting.width_mm / 2.0,
            Align::End => at.x - setting.width_mm,
        };
        self.paths.extend(setting.placed(left, at.y).map(|path| (path, group)));
    }

    fn bounds(&self) -> Option<Rect> {
        self.paths.iter().filter_map(|(path, _)| path.bounds()).reduce(|all, one| all.union(one))
    }

    fn place(&mut self, moved: impl Fn(Point) -> Point) {
        for (path, _) in &mut self.paths {
            path.start = moved(path.start);
            for segment in &mut path.segments {
                match segment {
                    Segment::Line { to } | Segment::Arc { to, .. } => *to = moved(*to),
                    Segment::Cubic { c1, c2, to } => {
                        (*c1, *c2, *to) = (moved(*c1), moved(*c2), moved(*to));
                    }
                }
            }
        }
    }

    /// Scales and moves everything so that it fills `area` as far as its shape allows, centred.
    pub(super) fn fit(&mut self, area: Rect) {
        let Some(bounds) = self.bounds() else { return };
        let scales = [area.width() / bounds.width(), area.height() / bounds.height()];
        let scale = scales.into_iter().filter(|scale| scale.is_finite()).fold(f64::INFINITY, f64::min);
        if !scale.is_finite() {
            return;
        }
        let (from, to) = (bounds.center(), area.center());
        self.place(|point| to + (point - from) * scale);
    }
}
