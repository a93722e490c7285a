//! Pairs the ends that meet, so that every connected part is drawn in as few strokes as possible.
//!
//! At each node loose ends are paired off, straight-on pairs first. That makes trails, as many as needed,
//! and rings beside them. Every ring that shares a node with another stroke is then spliced into it by
//! exchanging partners at that node.

use super::NO_GAP_MM;
use super::ends::{NONE, point};
use super::weave::Weave;
use crate::point_tree::PointTree;
use crate::{Progress, Stopped, tick};
use penstock_drawing::Path;
use std::ops::Range;

/// Ends at one node up to which every pair is weighed; beyond, ends are paired across by their angle.
const WEIGH_ALL: usize = 24;

/// A passage of a stroke through a node: two linked ends, or a loose one and [`NONE`].
type Passage = (u32, u32);

/// Joins what meets: first what meets to a micrometre, so that lines shorter than the tolerance keep
/// their neighbours, then what meets within the tolerance.
pub(super) fn join_nodes(
    paths: &[Path],
    tolerance_mm: f64,
    weave: &mut Weave,
    progress: &mut Progress<'_>,
) -> Result<(), Stopped> {
    let ends: Vec<u32> =
        (0..2 * paths.len() as u32).filter(|&end| !paths[end as usize / 2].segments.is_empty()).collect();
    let passes: &[f64] = if tolerance_mm > NO_GAP_MM { &[NO_GAP_MM, tolerance_mm] } else { &[tolerance_mm] };
    for (pass, &reach) in passes.iter().enumerate() {
        let mut progress = |f: f64| progress((pass as f64 + f) / passes.len() as f64);
        let nodes = nodes(paths, &ends, reach / 2.0, &mut progress)?;
        for node in &nodes {
            pair(node, weave);
        }
        for node in &nodes {
            splice(node, weave);
        }
    }
    Ok(())
}

/// Groups ends that stand within `radius` of the first of their group: no two of a group are further
/// apart than twice that. Groups come in the order of their first ends.
pub(super) fn nodes(
    paths: &[Path],
    ends: &[u32],
    radius: f64,
    progress: &mut Progress<'_>,
) -> Result<Vec<Vec<u32>>, Stopped> {
    let mut tree = PointTree::new(ends.iter().map(|&end| point(paths, end)).collect());
    let mut grouped = vec![false; ends.len()];
    let mut nodes = Vec::new();
    let mut near = Vec::new();
    for at in 0..ends.len() {
        tick(progress, at, ends.len())?;
        if grouped[at] {
            continue;
        }
        tree.within(point(paths, ends[at]), radius, &mut near);
        let mut node: Vec<u32> = near.iter().map(|&(_, near)| near).collect();
        node.sort_unstable();
        for &near in &node {
            grouped[near as usize] = true;
            tree.remove(near);
        }
        if node.len() > 1 {
            nodes.push(node.into_iter().map(|near| ends[near as usize]).collect());
        }
    }
    Ok(nodes)
}

/// Pairs off the loose ends of one node.
fn pair(node: &[u32], weave: &mut Weave) {
    let loose: Vec<u32> = node.iter().copied().filter(|&end| weave.is_loose(end)).collect();
    let pairs =
        if loose.len() <= WEIGH_ALL { pairs_by_bend(&loose, weave) } else { pairs_across(&loose, weave) };
    for (a, b) in pairs {
        weave.join(a, b);
    }
}

fn pairs_by_bend(ends: &[u32], weave: &Weave) -> Vec<(u32, u32)> {
    let mut choices = Vec::new();
    for (at, &a) in ends.iter().enumerate() {
        choices.extend(
            ends[at + 1..].iter().filter(|&&b| weave.may_join(a, b)).map(|&b| (weave.bend(a, b), a, b)),
        );
    }
    choices.sort_by(|x, y| x.0.total_cmp(&y.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut taken = Vec::with_capacity(ends.len());
    let mut pairs = Vec::with_capacity(ends.len() / 2);
    for (_, a, b) in choices {
        if !taken.contains(&a) && !taken.contains(&b) {
            taken.extend([a, b]);
            pairs.push((a, b));
        }
    }
    pairs
}

/// Sorted by angle, the opposite of each end is half a list away.
fn pairs_across(ends: &[u32], weave: &Weave) -> Vec<(u32, u32)> {
    let sorted = |mut ends: Vec<u32>, turn: f64| {
        let angle = |end: u32| (weave.direction(end).atan2() + turn).rem_euclid(std::f64::consts::TAU);
        ends.sort_by(|&a, &b| angle(a).total_cmp(&angle(b)).then(a.cmp(&b)));
        ends
    };
    if weave.allow_reverse() {
        let ends = sorted(ends.to_vec(), 0.0);
        let half = ends.len() / 2;
        return (0..half).map(|at| (ends[at], ends[at + half])).collect();
    }
    let (starts, stops) = ends.iter().partition(|end| end.is_multiple_of(2));
    sorted(starts, 0.0).into_iter().zip(sorted(stops, std::f64::consts::PI)).collect()
}

/// Splices the rings that pass through one node into other strokes that pass through or end there.
fn splice(node: &[u32], weave: &mut Weave) {
    let mut passages: Vec<Passage> = Vec::with_capacity(node.len() / 2 + 1);
    for &end in node {
        let partner = weave.links[end as usize];
        if partner == NONE || end < partner {
            passages.push((end, partner));
        }
    }
    let strokes: Vec<u32> = passages.iter().map(|passage| weave.stroke(passage.0)).collect();
    if !strokes.iter().any(|&stroke| weave.is_ring(stroke)) {
        return;
    }
    // At a crowded node every ring goes into one stroke, preferably one that is no ring.
    let host = strokes.iter().position(|&stroke| !weave.is_ring(stroke)).unwrap_or(0);
    let hosts = if passages.len() <= WEIGH_ALL { 0..passages.len() } else { host..host + 1 };
    for at in 0..passages.len() {
        let ring = weave.stroke(passages[at].0);
        if !weave.is_ring(ring) {
            continue;
        }
        if let Some((other, first, second)) = best_exchange(&passages, at, hosts.clone(), weave) {
            let host = weave.stroke(passages[other].0);
            weave.link(first.0, first.1);
            weave.link(second.0, second.1);
            weave.absorb(ring, host);
            passages[at] = first;
            passages[other] = second;
        }
    }
}

/// A passage of another stroke with which to exchange partners, and both new passages: the ones that bend
/// least. The second of them takes the place of the other passage.
fn best_exchange(
    passages: &[Passage],
    at: usize,
    hosts: Range<usize>,
    weave: &mut Weave,
) -> Option<(usize, Passage, Passage)> {
    let (a, b) = passages[at];
    let ring = weave.stroke(a);
    let mut best: Option<(f64, usize, Passage, Passage)> = None;
    for other in hosts {
        let (c, d) = passages[other];
        if weave.stroke(c) == ring {
            continue;
        }
        for (first, second) in [((a, c), (b, d)), ((b, c), (a, d))] {
            let allowed = |(x, y): Passage| y == NONE || weave.may_join(x, y);
            if !allowed(first) || !allowed(second) {
                continue;
            }
            let bend = |(x, y): Passage| if y == NONE { 0.0 } else { weave.bend(x, y) };
            let bends = bend(first) + bend(second);
            if best.is_none_or(|best| bends < best.0) {
                best = Some((bends, other, first, second));
            }
        }
    }
    best.map(|(_, other, first, second)| (other, first, second))
}
