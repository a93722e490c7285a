//! Angles of parts that may turn freely: evenly spaced at first, then finer around those that a layout has.

use super::pack::Shapes;
use super::request::{Piece, Sheet, Turns};
use penstock_drawing::Segment;

/// Each time angles become finer, they lie this much closer together.
const FINER: f64 = 0.25;
/// How often they become finer: 5° become 1.25°, 0.3° and 0.08°.
const TIMES: i32 = 3;
/// On each side of an angle that is used, so many finer ones are tried.
const BESIDE: i32 = 2;

/// How many evenly spaced angles a part that may turn freely is tried in.
pub(super) fn free_angles(pieces: &[Piece<'_>], sheets: &[Sheet]) -> usize {
    Shapes::free_angles(rings(pieces, sheets))
}

fn rings(pieces: &[Piece<'_>], sheets: &[Sheet]) -> usize {
    pieces.iter().map(|piece| 1 + usize::from(piece.may_mirror)).sum::<usize>() + sheets.len()
}

/// The angles in which each piece is tried first, in degrees.
pub(super) fn first(pieces: &[Piece<'_>], sheets: &[Sheet]) -> Vec<Vec<f64>> {
    let free = free_angles(pieces, sheets);
    let of = |piece: &Piece<'_>| match &piece.turns {
        Turns::By(degrees) if !degrees.is_empty() => degrees.clone(),
        Turns::By(_) => vec![0.0],
        Turns::Any => (0..free).map(|at| at as f64 * 360.0 / free as f64).collect(),
    };
    pieces.iter().map(of).collect()
}

/// The angles around those that are used, the `nth` time finer; none when nothing turns freely, when they are fine
/// enough, or when there would be more than can be kept track of. `used` has the angles of each piece.
pub(super) fn around(
    pieces: &[Piece<'_>],
    sheets: &[Sheet],
    used: &[Vec<f64>],
    nth: i32,
) -> Option<Vec<Vec<f64>>> {
    if nth >= TIMES || pieces.iter().all(|piece| piece.turns != Turns::Any) {
        return None;
    }
    let step = 360.0 / free_angles(pieces, sheets) as f64 * FINER.powi(nth + 1);
    let of = |(piece, used): (&Piece<'_>, &Vec<f64>)| {
        let mut angles: Vec<f64> = match piece.turns {
            Turns::By(_) => used.clone(),
            Turns::Any => used
                .iter()
                .flat_map(|angle| {
                    (-BESIDE..=BESIDE).map(move |by| (angle + f64::from(by) * step).rem_euclid(360.0))
                })
                .collect(),
        };
        if angles.is_empty() {
            angles.push(0.0);
        }
        // Neighbours in the list are neighbours in truth. All are sums of halves of halves: equal ones are equal.
        angles.sort_by(f64::total_cmp);
        angles.dedup();
        angles
    };
    let finer: Vec<Vec<f64>> = pieces.iter().zip(used).map(of).collect();
    let mut all: Vec<f64> = finer.iter().flatten().copied().collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    // Between angles that all are multiples of the step there are no more turns than multiples.
    let multiples = (360.0 / step).round() as usize;
    let is_even = pieces.iter().all(|piece| piece.turns == Turns::Any);
    let turns = if is_even { multiples.min(all.len() * all.len()) } else { all.len() * all.len() };
    Shapes::can_have(rings(pieces, sheets), turns).then_some(finer)
}

/// By how many degrees a part that may turn freely is turned before its evenly spaced angles are counted: so
/// that its longest straight edge lies along one of them, and edges of neighbours can lie on each other.
pub(super) fn ahead(piece: &Piece<'_>, free: usize) -> f64 {
    if piece.turns != Turns::Any {
        return 0.0;
    }
    let edges = piece.part.outer.path().pieces().filter_map(|(from, segment)| match *segment {
        Segment::Line { to } => Some(to - from),
        _ => None,
    });
    let longest = edges.max_by(|a, b| a.hypot2().total_cmp(&b.hypot2())).unwrap_or_default();
    let step = 360.0 / free as f64;
    let over = longest.atan2().to_degrees().rem_euclid(step);
    // A hair over or under an angle is that angle.
    if over < 1e-6 || step - over < 1e-6 { 0.0 } else { -over }
}
