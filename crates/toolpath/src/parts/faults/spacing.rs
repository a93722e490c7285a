//! How much material is left between contours: between the lines as they are drawn, not between filled
//! shapes.

use super::super::Part;
use super::crossings::most_looks;
use super::index::Pieces;
use super::meeting::apart;
use crate::boxes::Boxes;
use crate::{Progress, Stopped, tick};
use kurbo::{Point, Rect};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// What two contours are to each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::parts) enum Between {
    Holes,
    HoleAndOutline,
    Parts,
}

/// Two contours that are too close.
#[derive(Clone, Copy, Debug)]
pub(in crate::parts) struct Close {
    pub(in crate::parts) between: Between,
    pub(in crate::parts) width_mm: f64,
    pub(in crate::parts) place: Point,
    /// Numbers of both contours, the smaller one first.
    pub(in crate::parts) contours: [u32; 2],
}

/// The least that is fine, in mm.
#[derive(Clone, Copy, Debug)]
pub(in crate::parts) struct Least {
    pub(in crate::parts) web_mm: f64,
    pub(in crate::parts) edge_mm: f64,
    pub(in crate::parts) parts_mm: f64,
}

impl Least {
    fn of(&self, between: Between) -> f64 {
        match between {
            Between::Holes => self.web_mm,
            Between::HoleAndOutline => self.edge_mm,
            Between::Parts => self.parts_mm,
        }
    }
}

/// Part and role of each contour, in the order of the parts.
fn roles(parts: &[Part]) -> Vec<(usize, bool)> {
    let parts = parts.iter().enumerate();
    parts
        .flat_map(|(number, part)| part.contours().enumerate().map(move |(at, _)| (number, at == 0)))
        .collect()
}

/// Contours that are closer than they may be, each pair once with its narrowest place. `pieces` are those of
/// all contours in the order of the parts; pairs that cross are left out.
pub(in crate::parts) fn find(
    parts: &[Part],
    pieces: &Pieces,
    least: Least,
    crossing: &HashSet<(u32, u32)>,
    progress: &mut Progress<'_>,
) -> Result<(Vec<Close>, bool), Stopped> {
    let roles = roles(parts);
    let between = |a: u32, b: u32| {
        let ((part, outer), (other_part, other_outer)) = (roles[a as usize], roles[b as usize]);
        if part != other_part {
            Between::Parts
        } else if outer || other_outer {
            Between::HoleAndOutline
        } else {
            Between::Holes
        }
    };
    let reach_mm = least.web_mm.max(least.edge_mm).max(least.parts_mm);
    let spans = spans(pieces, roles.len(), reach_mm / 2.0);
    let rects: Vec<Rect> = spans.iter().map(|span| span.bounds).collect();
    let boxes = Boxes::new(&rects);
    let mut best: BTreeMap<(u32, u32), Close> = BTreeMap::new();
    let (mut looks, most_looks) = (0, most_looks(pieces));
    let mut near = Vec::new();
    for (number, span) in spans.iter().enumerate() {
        tick(progress, number, spans.len())?;
        if looks > most_looks {
            return Ok((best.into_values().collect(), false));
        }
        boxes.numbers_near(span.bounds.inflate(reach_mm, reach_mm), &mut near);
        looks += near.len();
        for &other in near.iter().filter(|&&other| other as usize > number) {
            let other = &spans[other as usize];
            let pair = (span.line.min(other.line), span.line.max(other.line));
            if span.line == other.line || crossing.contains(&pair) {
                continue;
            }
            let kind = between(pair.0, pair.1);
            let mut width_mm = best.get(&pair).map_or(least.of(kind) - ROUNDING_MM, |close| close.width_mm);
            if gap(&span.bounds, &other.bounds) >= width_mm {
                continue;
            }
            for one in &pieces.list[span.pieces.clone()] {
                for second in &pieces.list[other.pieces.clone()] {
                    looks += 1;
                    if gap(&one.bounds, &second.bounds) >= width_mm {
                        continue;
                    }
                    let (apart_mm, place) = apart(one, second);
                    if apart_mm < width_mm {
                        width_mm = apart_mm;
                        let contours = [pair.0, pair.1];
                        best.insert(pair, Close { between: kind, width_mm, place, contours });
                    }
                }
            }
        }
    }
    Ok((best.into_values().collect(), true))
}

/// What is short by less is not told: rounding in the numbers of a file.
const ROUNDING_MM: f64 = 1e-6;

/// Neighbouring pieces of one contour, so that a curve of a thousand short pieces is looked at as a few boxes.
struct Span {
    line: u32,
    pieces: Range<usize>,
    bounds: Rect,
}

/// The pieces of the first lines in spans up to about this size.
fn spans(pieces: &Pieces, lines: usize, size_mm: f64) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (number, piece) in
        pieces.list.iter().enumerate().take_while(|(_, piece)| (piece.line as usize) < lines)
    {
        if let Some(span) = spans.last_mut().filter(|span| span.line == piece.line) {
            let together = span.bounds.union(piece.bounds);
            if together.width().max(together.height()) <= size_mm {
                (span.bounds, span.pieces.end) = (together, number + 1);
                continue;
            }
        }
        spans.push(Span { line: piece.line, pieces: number..number + 1, bounds: piece.bounds });
    }
    spans
}

/// Between two boxes.
pub(super) fn gap(a: &Rect, b: &Rect) -> f64 {
    let x = (a.x0 - b.x1).max(b.x0 - a.x1).max(0.0);
    let y = (a.y0 - b.y1).max(b.y0 - a.y1).max(0.0);
    x.hypot(y)
}
