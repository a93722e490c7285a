//! Areas with straight edges: what is inside of rings, made smaller, larger, or cut by other areas.
//!
//! Curves are followed by straight edges within a stated tolerance. The arithmetic is that of `i_overlay`:
//! integers on a grid over the area's box, 2³⁰ steps wide at most, so an A3 sheet is right to a nanometre
//! and no crossing is missed.

mod index;
#[cfg(test)]
mod tests;

pub(crate) use index::{Indexed, nearest_on};

use crate::simplify::keep_flags;
use i_overlay::core::fill_rule::FillRule as Rule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::float::simplify::SimplifyShape;
use i_overlay::float::single::SingleFloatOverlay;
use i_overlay::mesh::float::outline::offset::OutlineOffset;
use i_overlay::mesh::float::style::{LineJoin, OutlineStyle};
use kurbo::{Point, Rect};
use penstock_drawing::{FillRule, Path};

/// How far edges may stand off from the curves that they follow, in mm: a tenth of the finest pen's line
/// would already be invisible.
pub const TOLERANCE_MM: f64 = 0.005;
/// Round corners of a grown or shrunk area are right to this many mm.
const CORNER_MM: f64 = 0.002;
/// Wider than any sheet by far, in mm. What reaches further is no drawing, and its rounding would show.
const FURTHEST_MM: f64 = 1e7;

type Corner = [f64; 2];

/// A closed line of straight edges; the last point is joined to the first.
pub(crate) type Ring = Vec<Point>;

/// A part of the plane, as separate shapes: an outer ring, then the rings of its holes. Rings neither
/// cross nor overlap, and holes turn the other way round than outer rings.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Region {
    shapes: Vec<Vec<Vec<Corner>>>,
}

impl Region {
    /// What these rings enclose; each is closed, whether it says so or not. Rings that reach further than
    /// 10 km are left out.
    #[must_use]
    pub fn new(rings: &[Path], rule: FillRule, tolerance_mm: f64) -> Self {
        let mut points = Vec::new();
        let is_sane = |corner: &Corner| corner.iter().all(|at| at.abs() <= FURTHEST_MM);
        let contours: Vec<Vec<Corner>> = rings
            .iter()
            .map(|ring| {
                points.clear();
                ring.flatten(tolerance_mm, &mut points);
                points.iter().map(|point| [point.x, point.y]).collect::<Vec<Corner>>()
            })
            .filter(|ring| ring.iter().all(is_sane))
            .collect();
        let rule = match rule {
            FillRule::NonZero => Rule::NonZero,
            FillRule::EvenOdd => Rule::EvenOdd,
        };
        Self { shapes: contours.simplify_shape(rule) }
    }

    /// An upright rectangle.
    #[must_use]
    pub fn rectangle(rect: Rect) -> Self {
        let rect = rect.abs();
        let corners = [[rect.x0, rect.y0], [rect.x1, rect.y0], [rect.x1, rect.y1], [rect.x0, rect.y1]];
        Self { shapes: vec![vec![corners.to_vec()]] }
    }

    /// There is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shapes.is_empty()
    }

    /// In mm².
    #[must_use]
    pub fn area_mm2(&self) -> f64 {
        self.shapes.iter().flatten().map(|ring| signed_area(ring)).fold(0.0, std::ops::Add::add).abs()
    }

    /// The smallest box around it; None when it is empty.
    #[must_use]
    pub fn bounds(&self) -> Option<Rect> {
        let mut corners = self.shapes.iter().flatten().flatten().map(|&[x, y]| Point::new(x, y));
        let first = corners.next()?;
        Some(corners.fold(Rect::from_points(first, first), |bounds, point| bounds.union_pt(point)))
    }

    /// What is further than `distance_mm` from everything outside; with a negative distance, also what is
    /// no further than that from it. Corners that come out are round.
    #[must_use]
    pub fn inset(&self, distance_mm: f64) -> Self {
        if self.is_empty() || distance_mm == 0.0 {
            return self.clone();
        }
        let step = 2.0 * (1.0 - (CORNER_MM / distance_mm.abs()).min(0.3)).acos();
        let style = OutlineStyle::new(-distance_mm).line_join(LineJoin::Round(step));
        Self {
            shapes: self
                .shapes
                .outline(&style)
                .into_iter()
                .map(|shape| thinned(shape, distance_mm))
                .collect(),
        }
    }

    /// What is in this and not in the other.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        if self.is_empty() || other.is_empty() {
            return self.clone();
        }
        Self { shapes: self.shapes.overlay(&other.shapes, OverlayRule::Difference, Rule::NonZero) }
    }

    /// What is in both.
    #[must_use]
    pub fn common(&self, other: &Self) -> Self {
        if self.is_empty() || other.is_empty() {
            return Self::default();
        }
        Self { shapes: self.shapes.overlay(&other.shapes, OverlayRule::Intersect, Rule::NonZero) }
    }

    /// What is in any of them.
    #[must_use]
    pub fn union<'a>(regions: impl IntoIterator<Item = &'a Self>) -> Self {
        let contours: Vec<Vec<Corner>> =
            regions.into_iter().flat_map(|region| region.shapes.iter().flatten().cloned()).collect();
        Self { shapes: contours.simplify_shape(Rule::NonZero) }
    }

    /// Its connected parts.
    pub fn parts(&self) -> impl Iterator<Item = Self> + '_ {
        self.shapes.iter().map(|shape| Self { shapes: vec![shape.clone()] })
    }

    /// All its rings, without the closing point.
    pub(crate) fn rings(&self) -> impl Iterator<Item = Ring> + '_ {
        self.shapes.iter().flatten().map(|ring| ring.iter().map(|&[x, y]| Point::new(x, y)).collect())
    }

    /// Its rings as closed paths.
    pub fn paths(&self) -> impl Iterator<Item = Path> + '_ {
        self.rings().filter_map(|ring| closed_path(&ring, 0))
    }
}

/// A ring as a path that begins and ends at one of its points.
pub(crate) fn closed_path(ring: &[Point], first: usize) -> Option<Path> {
    let start = *ring.get(first)?;
    let rest = ring[first + 1..].iter().chain(&ring[..=first]);
    let segments = rest.map(|&to| penstock_drawing::Segment::Line { to }).collect();
    Some(Path { start, segments })
}

/// Without corners that change nothing. Every move rounds each corner anew, and a loop inside of a loop
/// inside of a loop would have ever more of them.
fn thinned(shape: Vec<Vec<Corner>>, distance_mm: f64) -> Vec<Vec<Corner>> {
    let tolerance_mm = (CORNER_MM / 2.0).min(distance_mm.abs() / 100.0);
    let thin = |ring: Vec<Corner>| {
        let mut points: Vec<Point> =
            ring.iter().chain(ring.first()).map(|&[x, y]| Point::new(x, y)).collect();
        let mut keep = Vec::new();
        keep_flags(&points, tolerance_mm, &mut keep);
        let mut keep = keep.into_iter();
        points.retain(|_| keep.next().unwrap_or(true));
        points.pop();
        // Less than a triangle would be a ring no more.
        if points.len() < 3 { ring } else { points.into_iter().map(|point| [point.x, point.y]).collect() }
    };
    shape.into_iter().map(thin).collect()
}

/// Shoelace formula.
fn signed_area(ring: &[Corner]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - a[1] * b[0]).fold(0.0, std::ops::Add::add) / 2.0
}
