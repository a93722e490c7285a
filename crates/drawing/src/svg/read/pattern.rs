//! Patterns: their tiles one by one, cut by the shape that they fill.

use super::ReadError;
use super::clipping;
use super::curve;
use super::shades;
use super::trace::{Around, Tracer};
use crate::{FillRule, Path, Severity};
use kurbo::{Affine, Point, Rect};
use std::rc::Rc;
use usvg::{Group, Node, Pattern};

/// Things that all patterns of a drawing may draw together.
const MOST_TILED: f64 = 300_000.0;

impl Tracer<'_> {
    /// Draws the tiles within the rings. False when there are too many of them, or none has a place: then
    /// the shape is to be painted with one colour.
    pub(super) fn pattern(
        &mut self,
        pattern: &Pattern,
        rings: &[Path],
        rule: FillRule,
        around: Around,
        place: Option<Point>,
    ) -> bool {
        let space = around.to_mm * curve::affine(pattern.transform());
        let bounds = rings.iter().filter_map(Path::bounds).reduce(|all, one| all.union(one));
        let Some(bounds) = bounds.filter(|_| space.determinant() != 0.0) else { return false };
        let rect = pattern.rect();
        let (width, height) = (f64::from(rect.width()), f64::from(rect.height()));
        let (left, top) = (f64::from(rect.x()), f64::from(rect.y()));
        let local = space.inverse().transform_rect_bbox(bounds);
        let range = |from: f64, to: f64, start: f64, step: f64| {
            (((from - start) / step).floor(), ((to - start) / step).ceil())
        };
        let (first_column, last_column) = range(local.x0, local.x1, left, width);
        let (first_row, last_row) = range(local.y0, local.y1, top, height);
        let tiles = (last_column - first_column) * (last_row - first_row);
        let count = tiles * nodes(pattern.root()) as f64;
        if !count.is_finite() || self.tiled + count > MOST_TILED {
            return false;
        }
        self.tiled += count;
        self.say(
            "pattern",
            Severity::Note,
            format!("The pattern is drawn as {tiles} tiles, cut at the edge of the shape"),
            around,
            place,
        );
        let depth = self.clips.len();
        let was_in_tile = std::mem::replace(&mut self.in_tile, true);
        self.clips.push(Rc::new(clipping::area(rings, rule)));
        let (mut column, mut row) = (first_column, first_row);
        while row < last_row {
            let at = (left + column * width, top + row * height);
            let frame = Rect::new(0.0, 0.0, width, height);
            let inner = Around { to_mm: space * Affine::translate(at), ..around };
            let frame = shades::rectangle(frame).transformed(inner.to_mm);
            self.clips.push(Rc::new(clipping::area(&[frame], FillRule::NonZero)));
            let outcome = self.group(pattern.root(), inner);
            self.clips.truncate(depth + 1);
            if let Err(ReadError::Stopped) = outcome {
                self.is_stopped = true;
                break;
            }
            column += 1.0;
            if column >= last_column {
                (column, row) = (first_column, row + 1.0);
            }
        }
        self.clips.truncate(depth);
        self.in_tile = was_in_tile;
        true
    }
}

fn nodes(group: &Group) -> usize {
    let of = |node: &Node| match node {
        Node::Group(group) => 1 + nodes(group),
        Node::Text(text) => 1 + nodes(text.flattened()),
        Node::Path(path) => 1 + path.data().len() / 32,
        Node::Image(_) => 1,
    };
    group.children().iter().map(of).sum()
}
