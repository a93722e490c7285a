//! A feed for every move.
//!
//! [`jet::pieces`] says how fast each piece may be passed; along ramps the speed is linear in the way. A
//! program has one number a move, so ramps become moves of their own whose feed takes the same time: for a
//! ramp from `v₀` to `v₁` that is `(v₁ − v₀) / ln(v₁ / v₀)`.

use super::plan::{Move, Role};
use crate::jet::{self, Feeds};
use penstock_drawing::{Path, Segment};

/// Shorter ramps are not worth a move, in mm.
const SHORTEST_RAMP_MM: f64 = 0.5;
/// No feed is below this, in mm/min.
const LEAST_MM_PER_MIN: f64 = 1.0;

/// The path as moves; the n-th segment has the n-th role.
pub(super) fn moves(path: &Path, roles: &[Role], feeds: &Feeds) -> Vec<Move> {
    let ramp_mm = feeds.corners.ramp_per_thickness * feeds.thickness_mm;
    let slope = (feeds.straight_mm_per_min - feeds.corner_mm_per_min) / ramp_mm;
    let pieces = jet::pieces(path, feeds);
    let mut moves = Vec::with_capacity(pieces.len());
    for (((from, segment), piece), &role) in path.pieces().zip(pieces).zip(roles) {
        let length = piece.length_mm;
        if length == 0.0 {
            continue;
        }
        let (first, last) = (piece.from_mm_per_min, piece.to_mm_per_min);
        let top = if slope.is_finite() && slope > 0.0 {
            piece.most_mm_per_min.min((first + last + slope * length) / 2.0).max(first).max(last)
        } else {
            piece.most_mm_per_min
        };
        let ramp = |speed: f64| if slope.is_finite() && slope > 0.0 { (top - speed) / slope } else { 0.0 };
        let (up, down) = (ramp(first).min(length), ramp(last).min(length));
        let level = (length - up - down).max(0.0);
        let minutes =
            |length: f64, speed: f64| if length > 0.0 { length / ramp_mean(speed, top) } else { 0.0 };
        let mut stretches = vec![(up, minutes(up, first)), (level, level / top), (down, minutes(down, last))];
        // A short stretch is passed with its neighbour, in the time of both.
        merge_short(&mut stretches);
        let mut done = 0.0;
        for (stretch, minutes) in stretches {
            let range = done / length..((done + stretch) / length).min(1.0);
            done += stretch;
            let feed_mm_per_min = (stretch / minutes).max(LEAST_MM_PER_MIN);
            let (_, part) = segment.piece(from, range);
            moves.push(Move { segment: part, role, feed_mm_per_min });
        }
        // To the bit where the segment ends.
        if let Some(last) = moves.last_mut() {
            match &mut last.segment {
                Segment::Line { to } | Segment::Arc { to, .. } | Segment::Cubic { to, .. } => {
                    *to = segment.to();
                }
            }
        }
    }
    moves
}

fn merge_short(stretches: &mut Vec<(f64, f64)>) {
    while stretches.len() > 1 {
        let Some(short) = stretches.iter().position(|&(length, _)| length < SHORTEST_RAMP_MM) else { return };
        let (length, minutes) = stretches.remove(short);
        let neighbour = &mut stretches[short.saturating_sub(1)];
        neighbour.0 += length;
        neighbour.1 += minutes;
    }
}

/// The constant speed that takes as long as a ramp between two.
fn ramp_mean(from: f64, to: f64) -> f64 {
    let ratio = to / from;
    if (ratio - 1.0).abs() < 1e-6 { f64::midpoint(from, to) } else { (to - from) / ratio.ln() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jet::{Machine, Quality, find_material};
    use kurbo::Point;

    #[test]
    fn the_moves_take_as_long_as_the_model_says() {
        let steel = find_material("mild steel").unwrap().material;
        let to = |x: f64, y: f64| Point::new(x, y);
        let segments = vec![
            Segment::Line { to: to(100.0, 0.0) },
            Segment::Line { to: to(100.0, 2.0) },
            Segment::Arc { to: to(98.0, 4.0), bulge: 0.414 },
            Segment::Line { to: to(0.0, 4.0) },
            Segment::Line { to: to(0.0, 0.0) },
        ];
        let path = Path { start: to(0.0, 0.0), segments };
        for quality in [Quality::Separation, Quality::Excellent] {
            let feeds = Machine::default().feeds(steel, 10.0, quality);
            let moves = moves(&path, &[Role::Contour; 5], &feeds);
            let run = super::super::Run {
                approach: Vec::new(),
                start: path.start,
                pierce: jet::Pierce::Edge,
                pierce_s: 0.0,
                moves,
            };
            let expected = jet::time(&path, &feeds).slowed_s;
            assert!((run.time_s() / expected - 1.0).abs() < 1e-6, "{} {expected}", run.time_s());
            assert!((run.path().length_mm() - path.length_mm()).abs() < 1e-9);
        }
    }
}
