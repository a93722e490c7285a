//! Connects loose ends that stand close, the nearest first.

use super::ends::point;
use super::weave::Weave;
use crate::point_tree::PointTree;
use crate::{Progress, Stopped, tick};
use penstock_drawing::Path;

/// Ends looked at around each one. Ends that meet are joined already, so hardly more are in reach.
const NEAR_ENDS: usize = 8;

/// Links loose ends of different strokes no further apart than `tolerance_mm`. A stroke's own ends stay
/// apart: to close it would draw more and lift no less.
pub(super) fn connect(
    paths: &[Path],
    tolerance_mm: f64,
    weave: &mut Weave,
    progress: &mut Progress<'_>,
) -> Result<(), Stopped> {
    let loose: Vec<u32> = (0..2 * paths.len() as u32)
        .filter(|&end| !paths[end as usize / 2].segments.is_empty() && weave.is_loose(end))
        .collect();
    // Without reversal a stroke goes on from an end to a start.
    let both = weave.allow_reverse();
    let (targets, sources): (Vec<u32>, Vec<u32>) =
        if both { (loose.clone(), loose) } else { loose.into_iter().partition(|end| end.is_multiple_of(2)) };
    let tree = PointTree::new(targets.iter().map(|&end| point(paths, end)).collect());
    let mut pairs = Vec::new();
    let mut near = Vec::new();
    for (at, &end) in sources.iter().enumerate() {
        tick(progress, at, sources.len())?;
        tree.nearest_many(point(paths, end), NEAR_ENDS, &mut near);
        let near = near.iter().filter(|(squared, _)| *squared <= tolerance_mm * tolerance_mm);
        let near = near.map(|&(squared, target)| (squared, end, targets[target as usize]));
        pairs.extend(near.filter(|&(_, end, other)| if both { end < other } else { end != other }));
    }
    pairs.sort_by(|x, y| x.0.total_cmp(&y.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    for (_, a, b) in pairs {
        if weave.is_loose(a) && weave.is_loose(b) && weave.stroke(a) != weave.stroke(b) {
            weave.join(a, b);
        }
    }
    Ok(())
}
