//! Strokes that are wider than the pen, as the areas that they cover.

use super::{Artwork, Cap, FillRule, Join, LineStyle, Shape};
use crate::{Path, Segment};
use kurbo::{BezPath, PathEl, Point, Stroke, StrokeOpts};

/// A stroke counts as wider than the pen from this many times its width.
const WIDER: f64 = 1.05;
/// Edges of the areas are right to this many mm.
const TOLERANCE_MM: f64 = 0.005;

impl Artwork {
    /// Makes areas of the strokes that are clearly wider than a pen of `pen_width_mm`, with their ends and
    /// corners, so that they can be filled. What is narrower stays a line. Answers how many were made.
    pub fn wide_strokes_as_areas(&mut self, pen_width_mm: f64) -> usize {
        let mut made = 0;
        for mark in self.layers.iter_mut().flat_map(|layer| &mut layer.marks) {
            let Some(width) = mark.width_mm.filter(|width| *width > pen_width_mm * WIDER) else { continue };
            let Shape::Stroke(path) = &mark.shape else { continue };
            let rings = covered(path, width, mark.line);
            if !rings.is_empty() {
                mark.shape = Shape::Area { rings, rule: FillRule::NonZero };
                mark.width_mm = None;
                made += 1;
            }
        }
        made
    }
}

/// The rings around what a stroke covers, to be filled by [`FillRule::NonZero`].
pub(crate) fn covered(path: &Path, width_mm: f64, line: LineStyle) -> Vec<Path> {
    if path.segments.is_empty() {
        return dot(path.start, width_mm / 2.0, line.cap).into_iter().collect();
    }
    let style = Stroke::new(width_mm)
        .with_caps(match line.cap {
            Cap::Butt => kurbo::Cap::Butt,
            Cap::Round => kurbo::Cap::Round,
            Cap::Square => kurbo::Cap::Square,
        })
        .with_join(match line.join {
            Join::Miter => kurbo::Join::Miter,
            Join::Round => kurbo::Join::Round,
            Join::Bevel => kurbo::Join::Bevel,
        })
        .with_miter_limit(line.miter_limit);
    rings(&kurbo::stroke(bez_path(path), &style, &StrokeOpts::default(), TOLERANCE_MM))
}

/// A dot: round, or square when the source says so. Without a cap it covers nothing.
fn dot(center: Point, radius: f64, cap: Cap) -> Option<Path> {
    let at = |x: f64, y: f64| Point::new(center.x + x * radius, center.y + y * radius);
    match cap {
        Cap::Butt => None,
        Cap::Round => {
            let half = |x| Segment::Arc { to: at(x, 0.0), bulge: 1.0 };
            Some(Path { start: at(1.0, 0.0), segments: vec![half(-1.0), half(1.0)] })
        }
        Cap::Square => {
            let to = |x, y| Segment::Line { to: at(x, y) };
            let segments = vec![to(1.0, -1.0), to(1.0, 1.0), to(-1.0, 1.0), to(-1.0, -1.0)];
            Some(Path { start: at(-1.0, -1.0), segments })
        }
    }
}

/// For kurbo: arcs as curves, and the end closed where it meets the start.
pub(crate) fn bez_path(path: &Path) -> BezPath {
    let mut out = BezPath::new();
    out.move_to(path.start);
    for (from, segment) in path.pieces() {
        match *segment {
            Segment::Line { to } => out.line_to(to),
            Segment::Cubic { c1, c2, to } => out.curve_to(c1, c2, to),
            Segment::Arc { .. } => segment.as_cubics(from, &mut |c1, c2, to| out.curve_to(c1, c2, to)),
        }
    }
    if path.is_closed() {
        out.close_path();
    }
    out
}

fn rings(outline: &BezPath) -> Vec<Path> {
    let mut rings: Vec<Path> = Vec::new();
    for element in outline.elements() {
        match (*element, rings.last_mut()) {
            (PathEl::MoveTo(start), _) => rings.push(Path { start, segments: Vec::new() }),
            (_, None) => {}
            (PathEl::LineTo(to), Some(ring)) => ring.segments.push(Segment::Line { to }),
            (PathEl::QuadTo(c, to), Some(ring)) => {
                let cubic = kurbo::QuadBez::new(ring.end(), c, to).raise();
                ring.segments.push(Segment::Cubic { c1: cubic.p1, c2: cubic.p2, to });
            }
            (PathEl::CurveTo(c1, c2, to), Some(ring)) => {
                ring.segments.push(Segment::Cubic { c1, c2, to });
            }
            (PathEl::ClosePath, Some(ring)) => close(ring),
        }
    }
    rings.iter_mut().for_each(close);
    rings.retain(|ring| ring.is_closed() && ring.bounds().is_some());
    rings
}

fn close(ring: &mut Path) {
    if ring.end() != ring.start {
        ring.segments.push(Segment::Line { to: ring.start });
    }
}
