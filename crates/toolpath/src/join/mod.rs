//! Makes one stroke of paths whose ends meet.
//!
//! Ends that meet form a network. A connected part of it with `k` ends that cannot be paired needs at
//! least `max(1, k / 2)` strokes, and gets exactly so many (Euler trails); where strokes cross, each goes
//! straight on as far as that allows. Then ends that are left over and stand within the tolerance are
//! connected, the nearest first.
//!
//! Nothing is moved. What is drawn stays the same but for the gaps: a gap of more than a micrometre
//! between two joined ends is drawn as a straight line, a smaller one vanishes in the next segment. The
//! sum of all gaps is reported. Joined ends are never further apart than the tolerance and a micrometre.

pub(crate) mod ends;
mod gaps;
pub mod retrace;
mod strokes;
mod trails;
mod weave;

pub use retrace::{RetraceOptions, Retraced, retrace};

use crate::{Progress, Stopped};
use penstock_drawing::{Path, Segment};
use weave::Weave;

/// A gap up to this is not drawn as a line of its own, in mm.
const NO_GAP_MM: f64 = 1e-3;

/// What [`join`] may do.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct JoinOptions {
    /// Ends no further apart than this are joined, in mm.
    pub tolerance_mm: f64,
    /// Paths may be drawn from their end to their start.
    pub allow_reverse: bool,
}

impl Default for JoinOptions {
    fn default() -> Self {
        Self { tolerance_mm: 0.05, allow_reverse: true }
    }
}

/// What became of the paths.
#[derive(Clone, PartialEq, Debug)]
pub struct Joined {
    /// The strokes, each where its first path stood; dots stay as they are.
    pub paths: Vec<Path>,
    /// Length of the gaps between joined ends in mm, drawn ones and vanished ones: the drawn length grew
    /// by no more than this.
    pub gap_mm: f64,
}

/// Joins the paths of one layer.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn join(paths: Vec<Path>, options: &JoinOptions, progress: &mut Progress<'_>) -> Result<Joined, Stopped> {
    let tolerance_mm = options.tolerance_mm.max(0.0);
    let mut weave = Weave::new(&paths, options.allow_reverse);
    trails::join_nodes(&paths, tolerance_mm, &mut weave, &mut |f| progress(0.6 * f))?;
    gaps::connect(&paths, tolerance_mm, &mut weave, &mut |f| progress(0.6 + 0.2 * f))?;
    let strokes = strokes::from_weave(&paths, &weave);
    let mut paths: Vec<Option<Path>> = paths.into_iter().map(Some).collect();
    let mut joined = Joined { paths: Vec::with_capacity(strokes.len()), gap_mm: 0.0 };
    for (at, stroke) in strokes.iter().enumerate() {
        crate::tick(&mut |f| progress(0.8 + 0.2 * f), at, strokes.len())?;
        let mut pieces = stroke.pieces.iter().filter_map(|&(path, reversed)| {
            let path = paths[path as usize].take()?;
            Some(if reversed { path.reversed() } else { path })
        });
        let Some(mut whole) = pieces.next() else { continue };
        for piece in pieces {
            joined.gap_mm += append(&mut whole, piece);
        }
        if stroke.ring {
            joined.gap_mm += close(&mut whole);
        }
        joined.paths.push(whole);
    }
    Ok(joined)
}

/// Adds a path at the end of another one; returns the gap in mm.
fn append(whole: &mut Path, piece: Path) -> f64 {
    let gap = whole.end().distance(piece.start);
    if gap > NO_GAP_MM {
        whole.segments.push(Segment::Line { to: piece.start });
    }
    whole.segments.extend(piece.segments);
    gap
}

/// Makes a stroke that comes back to its start end exactly there, if only rounding keeps it from it.
fn close(whole: &mut Path) -> f64 {
    let gap = whole.end().distance(whole.start);
    if gap > NO_GAP_MM {
        return 0.0;
    }
    if let Some(Segment::Line { to } | Segment::Arc { to, .. } | Segment::Cubic { to, .. }) =
        whole.segments.last_mut()
    {
        *to = whole.start;
    }
    gap
}

#[cfg(test)]
mod tests;
