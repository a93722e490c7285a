//! How a run begins.

use super::Settings;
use super::plan::{Move, Role, Run};
use crate::jet::{self, Pierce};
use kurbo::Point;

/// A moving pierce needs a lead of this length at least, in mm.
const SHORTEST_MOVING_MM: f64 = 2.0;

/// The run with its pierce, and whether a moving pierce had to stand still for want of a lead.
pub(super) fn pierced(
    start: Point,
    mut moves: Vec<Move>,
    wanted: Pierce,
    settings: &Settings,
) -> (Run, bool) {
    let allowed = wanted.allowed(&settings.material);
    let seconds =
        |pierce| jet::pierce_s(&settings.machine.setup, &settings.material, settings.thickness_mm, pierce);
    let lead: f64 =
        lengths(start, &moves).filter(|(role, _)| *role == Role::LeadIn).map(|(_, length)| length).sum();
    let short = allowed == Pierce::Moving && lead < SHORTEST_MOVING_MM;
    let pierce = if short { Pierce::Stationary } else { allowed };
    let mut pierce_s = seconds(pierce);
    if pierce == Pierce::Moving {
        // It gets through while it moves along the lead, which takes as long as the pierce.
        let feed = lead / pierce_s * 60.0;
        for one in moves.iter_mut().filter(|one| one.role == Role::LeadIn) {
            one.feed_mm_per_min = one.feed_mm_per_min.min(feed);
        }
        pierce_s = 0.0;
    }
    (Run { approach: Vec::new(), start, pierce, pierce_s, moves }, short)
}

fn lengths(start: Point, moves: &[Move]) -> impl Iterator<Item = (Role, f64)> + '_ {
    let mut from = start;
    moves.iter().map(move |one| {
        let length = one.segment.length_mm(from);
        from = one.segment.to();
        (one.role, length)
    })
}
