//! Lines that cross themselves or each other.
//!
//! To touch is no crossing: a tangent, a corner that meets a line, and the end of an open line on another
//! one. Where a line passes through a corner of another one, it crosses when it comes in on one side of the
//! corner and leaves on the other.

use super::super::nodes::MEETS_MM;
use super::index::{Piece, Pieces};
use super::meeting::{direction, meetings};
use crate::{Progress, Stopped, tick};
use kurbo::{Point, Vec2};
use std::f64::consts::TAU;

/// A point this near to the end of a piece is its end, in mm.
const AT_END_MM: f64 = MEETS_MM / 10.0;
/// Directions that differ by less than this, in radians, are one: lines lie on each other or touch.
const LIKE: f64 = 5e-3;
/// Looks at boxes before a search gives up, so that a hostile drawing cannot hold it for ever: so many for
/// each piece, and never fewer than the second number.
const LOOKS_PER_PIECE: usize = 400;
const LEAST_LOOKS: usize = 100_000_000;
/// Crossings that are remembered.
const MOST_CROSSINGS: usize = 100_000;

/// Looks that a search may take.
pub(in crate::parts) fn most_looks(pieces: &Pieces) -> usize {
    (LOOKS_PER_PIECE * pieces.list.len()).max(LEAST_LOOKS)
}

/// One crossing of two lines, which may be one.
#[derive(Clone, Copy, Debug)]
pub(in crate::parts) struct Crossing {
    pub(in crate::parts) place: Point,
    pub(in crate::parts) lines: [u32; 2],
}

/// All crossings, and whether the search came to its end.
pub(in crate::parts) fn find(
    pieces: &Pieces,
    progress: &mut Progress<'_>,
) -> Result<(Vec<Crossing>, bool), Stopped> {
    let mut crossings = Vec::new();
    let mut near = Vec::new();
    let (mut looks, most_looks) = (0, most_looks(pieces));
    let count = pieces.list.len();
    for number in 0..count as u32 {
        tick(progress, number as usize, count)?;
        if looks > most_looks || crossings.len() > MOST_CROSSINGS {
            return Ok((crossings, false));
        }
        looks += pieces.later_near(number, AT_END_MM, &mut near);
        let one = &pieces.list[number as usize];
        for &other in &near {
            let second = &pieces.list[other as usize];
            meetings(one, second, &mut |place| {
                if crosses(pieces, one, second, place) {
                    crossings.push(Crossing { place, lines: [one.line, second.line] });
                }
            });
        }
    }
    Ok((crossings, true))
}

fn crosses(pieces: &Pieces, a: &Piece, b: &Piece, place: Point) -> bool {
    let (Some((a_in, a_out)), Some((b_in, b_out))) = (ways(pieces, a, place), ways(pieces, b, place)) else {
        return false;
    };
    // Seen from the place: where the first line goes, where it comes from, and the second line between.
    let turn = |way: Vec2| a_out.cross(way).atan2(a_out.dot(way)).rem_euclid(TAU);
    let corner = turn(-a_in);
    let side = |way: Vec2| {
        let at = turn(way);
        let on_line = |line: f64| (at - line).abs().min(TAU - (at - line).abs()) < LIKE;
        (!on_line(0.0) && !on_line(corner)).then_some(at < corner)
    };
    match (side(-b_in), side(b_out)) {
        (Some(comes), Some(goes)) => comes != goes,
        _ => false,
    }
}

/// How a line comes to a place of one of its pieces and how it goes on; None at its end, which the next piece
/// answers for, and where an open line begins.
fn ways(pieces: &Pieces, piece: &Piece, place: Point) -> Option<(Vec2, Vec2)> {
    if place.distance(piece.segment.to()) <= AT_END_MM {
        return None;
    }
    let on = direction(piece, place);
    if place.distance(piece.from) > AT_END_MM {
        return Some((on, on));
    }
    let before = &pieces.list[piece.before? as usize];
    Some((direction(before, before.segment.to()), on))
}
