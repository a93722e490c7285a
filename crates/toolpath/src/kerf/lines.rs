//! Lines and arcs by place: how far is the nearest one?

use crate::boxes::Boxes;
use crate::parts::Contour;
use kurbo::{Point, Rect, Vec2};
use penstock_drawing::{Path, Segment};

/// One line or arc, ready to be asked about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub(crate) from: Point,
    pub(crate) segment: Segment,
    arc: Option<Center>,
}

#[derive(Clone, Copy, Debug)]
struct Center {
    at: Point,
    radius: f64,
}

impl Piece {
    fn new(from: Point, segment: Segment) -> Self {
        let arc = match segment {
            Segment::Arc { to, bulge } if bulge.abs() > 1e-9 && to != from => {
                let chord = to - from;
                let across = Vec2::new(-chord.y, chord.x) * ((1.0 - bulge * bulge) / (4.0 * bulge));
                let at = from.midpoint(to) + across;
                Some(Center { at, radius: (from - at).hypot() })
            }
            _ => None,
        };
        Self { from, segment, arc }
    }

    /// Centre and radius, for arcs.
    pub(crate) fn circle(&self) -> Option<(Point, f64)> {
        self.arc.map(|center| (center.at, center.radius))
    }

    /// The point of it that is nearest to `place`.
    pub(crate) fn nearest(&self, place: Point) -> Point {
        let to = self.segment.to();
        let ends = || if (place - self.from).hypot2() <= (place - to).hypot2() { self.from } else { to };
        let Some(center) = self.arc else {
            let along = to - self.from;
            let length = along.hypot2();
            if length == 0.0 {
                return self.from;
            }
            let share = (place - self.from).dot(along) / length;
            return if share <= 0.0 {
                self.from
            } else if share >= 1.0 {
                to
            } else {
                self.from + along * share
            };
        };
        let ray = place - center.at;
        let length = ray.hypot();
        if length == 0.0 {
            return self.from;
        }
        let Segment::Arc { bulge, .. } = self.segment else { return ends() };
        let sweep = 4.0 * bulge.atan();
        let start = self.from - center.at;
        let turned = start.cross(ray).atan2(start.dot(ray));
        let turned = if sweep > 0.0 { turned } else { -turned };
        if turned.rem_euclid(std::f64::consts::TAU) <= sweep.abs() {
            center.at + ray * (center.radius / length)
        } else {
            ends()
        }
    }
}

/// Many pieces, found by place.
#[derive(Debug)]
pub(crate) struct Lines {
    pieces: Vec<Piece>,
    index: Boxes,
}

impl Lines {
    pub(crate) fn new<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Self {
        let pieces = paths.into_iter().flat_map(Path::pieces);
        let pieces: Vec<Piece> = pieces.map(|(from, segment)| Piece::new(from, *segment)).collect();
        let boxes: Vec<Rect> = pieces.iter().map(|piece| piece.segment.bounds(piece.from)).collect();
        Self { index: Boxes::new(&boxes), pieces }
    }

    pub(crate) fn of_contours<'a>(contours: impl IntoIterator<Item = &'a Contour>) -> Self {
        Self::new(contours.into_iter().map(Contour::path))
    }

    /// The nearest point of all pieces, if it is within `reach`.
    pub(crate) fn nearest(&self, place: Point, reach: f64) -> Option<(f64, Point, &Piece)> {
        let around = Rect::from_points(place, place).inflate(reach, reach);
        let mut best: Option<(f64, Point, usize)> = None;
        self.index.near(around, &mut |candidate| {
            let candidate = candidate as usize;
            let point = self.pieces[candidate].nearest(place);
            let distance = (point - place).hypot();
            let nearer =
                best.is_none_or(|(least, _, at)| distance < least || (distance == least && candidate < at));
            if distance <= reach && nearer {
                best = Some((distance, point, candidate));
            }
        });
        best.map(|(distance, point, at)| (distance, point, &self.pieces[at]))
    }
}
