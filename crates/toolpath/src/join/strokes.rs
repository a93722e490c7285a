//! Reads the links back as strokes.

use super::ends::{NONE, point};
use super::weave::Weave;
use penstock_drawing::Path;

/// Paths drawn without lifting the tool.
pub(super) struct Stroke {
    /// The paths in order, each with whether it is reversed.
    pub(super) pieces: Vec<(u32, bool)>,
    /// The last one leads on to the first one.
    pub(super) ring: bool,
}

/// All strokes, in the order of their first paths in the source.
pub(super) fn from_weave(paths: &[Path], weave: &Weave) -> Vec<Stroke> {
    let mut walked = vec![false; paths.len()];
    let mut strokes = Vec::new();
    for end in 0..2 * paths.len() as u32 {
        // Without reversal, a stroke begins with a start.
        let may_begin = weave.allow_reverse() || end.is_multiple_of(2);
        if may_begin && weave.is_loose(end) && !walked[end as usize / 2] {
            strokes.push(walk(end, &weave.links, &mut walked));
        }
    }
    for path in 0..paths.len() as u32 {
        if !walked[path as usize] {
            let mut stroke = walk(2 * path, &weave.links, &mut walked);
            open_at_widest_gap(&mut stroke.pieces, paths);
            strokes.push(stroke);
        }
    }
    strokes.sort_by_cached_key(|stroke| stroke.pieces.iter().map(|piece| piece.0).min());
    strokes
}

/// Follows the links from the end at which the tool goes down.
fn walk(begin: u32, links: &[u32], walked: &mut [bool]) -> Stroke {
    let mut pieces = Vec::new();
    let mut entry = begin;
    loop {
        walked[entry as usize / 2] = true;
        pieces.push((entry / 2, !entry.is_multiple_of(2)));
        entry = links[(entry ^ 1) as usize];
        if entry == NONE || entry == begin {
            return Stroke { pieces, ring: entry == begin };
        }
    }
}

/// Begins a ring where its widest gap is, so that this one need not be drawn.
fn open_at_widest_gap(pieces: &mut [(u32, bool)], paths: &[Path]) {
    let entry = |(path, reversed): (u32, bool)| point(paths, 2 * path + u32::from(reversed));
    let exit = |(path, reversed): (u32, bool)| point(paths, 2 * path + u32::from(!reversed));
    let gap = |at: usize| exit(pieces[(at + pieces.len() - 1) % pieces.len()]).distance(entry(pieces[at]));
    let mut widest = (gap(0).max(super::NO_GAP_MM), 0);
    for at in 1..pieces.len() {
        let gap = gap(at);
        if gap > widest.0 {
            widest = (gap, at);
        }
    }
    pieces.rotate_left(widest.1);
}
