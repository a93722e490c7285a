//! The drawing as the proof sees it: every contour as exact shapes, with places to look at.

use super::grid::Grid;
use super::shape::Shape;
use super::{Job, STEP_MM};
use crate::parts::{Contour, Part};
use kurbo::{Point, Vec2};
use penstock_drawing::{Path, Segment};

/// What a contour is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Outline,
    Hole,
    /// Cut along the line itself.
    Slit,
}

/// One contour.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) part: usize,
    pub(super) kind: Kind,
    /// Its shapes among all.
    pub(super) shapes: std::ops::Range<usize>,
    /// No disc of the jet's size fits beside it anywhere.
    pub(super) is_small: bool,
}

/// A place on a contour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) at: Point,
    /// Away from the material, of length one.
    pub(super) away: Vec2,
    /// How much of the contour it stands for, in mm.
    pub(super) share_mm: f64,
}

/// All contours of a job.
#[derive(Debug)]
pub(super) struct Drawn<'a> {
    pub(super) parts: &'a [Part],
    pub(super) lines: Vec<Line>,
    pub(super) shapes: Vec<Shape>,
    /// To which line each shape belongs.
    pub(super) owner: Vec<u32>,
    pub(super) grid: Grid,
    /// The first line of each part: its outline.
    first: Vec<usize>,
    step_mm: f64,
}

impl<'a> Drawn<'a> {
    pub(super) fn new(job: &Job<'a>) -> Self {
        let (mut lines, mut shapes, mut owner) = (Vec::new(), Vec::new(), Vec::new());
        let mut first_lines = Vec::with_capacity(job.parts.len());
        for (number, part) in job.parts.iter().enumerate() {
            first_lines.push(lines.len());
            let contours = part
                .contours()
                .enumerate()
                .map(|(at, contour)| (if at == 0 { Kind::Outline } else { Kind::Hole }, contour.path()));
            for (kind, path) in contours.chain(part.slits.iter().map(|slit| (Kind::Slit, slit))) {
                let first = shapes.len();
                shapes.extend(shapes_of(path));
                owner.resize(shapes.len(), lines.len() as u32);
                lines.push(Line { part: number, kind, shapes: first..shapes.len(), is_small: false });
            }
        }
        let grid = Grid::new(&shapes);
        let step_mm = STEP_MM.min(job.kerf_mm / 8.0);
        let mut drawn = Self { parts: job.parts, lines, shapes, owner, grid, first: first_lines, step_mm };
        for at in 0..drawn.lines.len() {
            let line = &drawn.lines[at];
            if line.kind == Kind::Hole {
                // Half a kerf less a hair: a hole of just the jet's size is cut.
                let radius = job.kerf_mm / 2.0 - 1e-4;
                let is_small = !drawn.places(line).any(|place| drawn.fits_at(place, radius, at));
                drawn.lines[at].is_small = is_small;
            }
        }
        drawn
    }

    /// A disc of this radius that touches the contour at this place meets none of its other places.
    fn fits_at(&self, place: Place, radius: f64, line: usize) -> bool {
        let center = place.at + place.away * radius;
        self.grid
            .around(center, radius)
            .into_iter()
            .filter(|&shape| self.owner[shape as usize] as usize == line)
            .all(|shape| self.shapes[shape as usize].distance_to(center) >= radius - 1e-4)
    }

    /// It belongs to a hole that is smaller than the jet: the sweep has nothing to do with it.
    pub(super) fn is_passed_over(&self, shape: u32) -> bool {
        self.lines[self.owner[shape as usize] as usize].is_small
    }

    /// What people call a line.
    pub(super) fn name(&self, line: usize) -> String {
        let Line { part, kind, .. } = self.lines[line];
        let name = &self.parts[part].name;
        let number = line - self.first[part];
        match kind {
            Kind::Outline => format!("the outline of {name}"),
            Kind::Hole => format!("hole {number} of {name}"),
            Kind::Slit => format!("slit {} of {name}", number - self.parts[part].holes.len()),
        }
    }

    /// The contour of a line; none for a slit.
    pub(super) fn contour(&self, line: usize) -> Option<&'a Contour> {
        let Line { part, kind, .. } = self.lines[line];
        match kind {
            Kind::Outline => Some(&self.parts[part].outer),
            Kind::Hole => self.parts[part].holes.get(line - self.first[part] - 1),
            Kind::Slit => None,
        }
    }

    /// Places along a line, its corners among them.
    pub(super) fn places(&self, line: &Line) -> impl Iterator<Item = Place> + '_ {
        let step_mm = self.step_mm;
        self.shapes[line.shapes.clone()].iter().flat_map(move |shape| {
            let length = shape.length_mm();
            let steps = (length / step_mm).ceil().max(1.0) as usize;
            // The corner itself, then halfway into each step and its end.
            (0..steps).map(move |step| {
                let t = (step as f64 + if step == 0 { 1e-9 } else { 0.0 }) / steps as f64;
                let direction = shape.direction(t);
                // The material lies to the left, turned from +x towards +y.
                let away = Vec2::new(direction.y, -direction.x);
                Place { at: shape.point(t), away, share_mm: length / steps as f64 }
            })
        })
    }
}

/// The shapes of a path; pieces without length are left out.
fn shapes_of(path: &Path) -> impl Iterator<Item = Shape> + '_ {
    path.pieces().filter_map(|(from, segment)| {
        let to = segment.to();
        if from == to {
            return None;
        }
        Some(match *segment {
            // Radius and centre from the chord: the bulge is the tangent of a quarter of the angle.
            Segment::Arc { bulge, .. } if bulge.abs() > 1e-9 => {
                let half = (to - from) / 2.0;
                let quarter = bulge.atan();
                let height = half.hypot() / (2.0 * quarter).tan();
                let across = Vec2::new(-half.y, half.x) / half.hypot();
                Shape::around(from, to, from.midpoint(to) + across * height, bulge > 0.0)
            }
            _ => Shape::Line { from, to },
        })
    })
}
