//! Lines as the edges of a network, taken apart to closed loops and what is left open.
//!
//! 1. Tails (lines that lead nowhere) and bridges (lines between two loops) can be in no closed contour:
//!    they are set aside.
//! 2. Where an odd number of lines meet, one is too many. It is followed straight on to the next such place,
//!    and set aside.
//! 3. Everything left can be walked in closed loops: at each node lines go on as straight as they can.
//!    A loop that comes through a node twice is two loops that touch there.
//! 4. What was set aside becomes open lines, again as straight as possible.
//!
//! Nothing is dropped: every line is in exactly one loop or open line.

use super::nodes::Nodes;
use super::stroke::Stroke;
use crate::join::ends;
use kurbo::Vec2;

/// No end.
const NONE: u32 = u32::MAX;
/// Ends at one node up to which every pair is weighed; beyond, they are paired across by their angle.
const WEIGH_ALL: usize = 24;
/// What it costs in radians to go on in another layer.
const OTHER_LAYER: f64 = 4.0;

/// A line in the order in which it is walked: its number, and whether from its end to its start.
pub(super) type Step = (u32, bool);

/// What the network was taken apart to.
#[derive(Debug, Default)]
pub(super) struct Walks {
    /// Closed loops.
    pub(super) loops: Vec<Vec<Step>>,
    /// Open lines.
    pub(super) open: Vec<Vec<Step>>,
    /// An end at each node where more than two lines meet.
    pub(super) branches: Vec<u32>,
}

/// The network of open lines.
pub(super) struct Network<'a> {
    strokes: &'a [Stroke],
    nodes: &'a Nodes,
    directions: Vec<Vec2>,
    /// Ends at each node.
    at_node: Vec<Vec<u32>>,
    /// The line is still to be put into a loop.
    live: Vec<bool>,
}

impl<'a> Network<'a> {
    pub(super) fn new(strokes: &'a [Stroke], nodes: &'a Nodes) -> Self {
        let mut at_node = vec![Vec::new(); nodes.places.len()];
        for (end, &node) in nodes.of_end.iter().enumerate() {
            at_node[node as usize].push(end as u32);
        }
        let directions =
            (0..nodes.of_end.len() as u32).map(|end| direction(&strokes[end as usize / 2], end)).collect();
        Self { strokes, nodes, directions, at_node, live: vec![true; strokes.len()] }
    }

    /// Takes it apart.
    pub(super) fn walks(mut self) -> Walks {
        let branches =
            self.at_node.iter().filter(|ends| ends.len() > 2).filter_map(|ends| ends.first().copied());
        let branches = branches.collect();
        self.strip_tails();
        for bridge in self.bridges() {
            self.live[bridge as usize] = false;
        }
        self.strip_tails();
        self.even_out();
        let core = self.live.clone();
        let loops = self.loops();
        self.live = core.iter().map(|&live| !live).collect();
        Walks { loops, open: self.trails(), branches }
    }

    fn node(&self, end: u32) -> u32 {
        self.nodes.of_end[end as usize]
    }

    fn live_at(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        self.at_node[node as usize].iter().copied().filter(|&end| self.live[end as usize / 2])
    }

    fn strip_tails(&mut self) {
        let mut degree: Vec<usize> =
            (0..self.at_node.len() as u32).map(|node| self.live_at(node).count()).collect();
        let mut tips: Vec<u32> =
            (0..degree.len() as u32).filter(|&node| degree[node as usize] == 1).collect();
        while let Some(node) = tips.pop() {
            let Some(end) = self.live_at(node).next() else { continue };
            self.live[end as usize / 2] = false;
            for node in [self.node(end), self.node(end ^ 1)] {
                degree[node as usize] -= 1;
                if degree[node as usize] == 1 {
                    tips.push(node);
                }
            }
        }
    }

    /// Lines without which their part of the network would fall in two (Tarjan 1974), without recursion.
    fn bridges(&self) -> Vec<u32> {
        let count = self.at_node.len();
        let (mut seen, mut low) = (vec![0u32; count], vec![0u32; count]);
        let mut clock = 0;
        let mut bridges = Vec::new();
        // Node, the end by which it was entered, and how many of its ends were looked at.
        let mut stack: Vec<(u32, u32, usize)> = Vec::new();
        for start in 0..count as u32 {
            if seen[start as usize] != 0 {
                continue;
            }
            clock += 1;
            (seen[start as usize], low[start as usize]) = (clock, clock);
            stack.push((start, NONE, 0));
            while let Some(top) = stack.last_mut() {
                let (node, entered, at) = *top;
                let Some(&end) = self.at_node[node as usize].get(at) else {
                    stack.pop();
                    if let Some(&(above, ..)) = stack.last() {
                        low[above as usize] = low[above as usize].min(low[node as usize]);
                        if low[node as usize] > seen[above as usize] {
                            bridges.push(entered / 2);
                        }
                    }
                    continue;
                };
                top.2 += 1;
                if !self.live[end as usize / 2] || end == entered {
                    continue;
                }
                let other = self.node(end ^ 1);
                if seen[other as usize] == 0 {
                    clock += 1;
                    (seen[other as usize], low[other as usize]) = (clock, clock);
                    stack.push((other, end ^ 1, 0));
                } else {
                    low[node as usize] = low[node as usize].min(seen[other as usize]);
                }
            }
        }
        bridges
    }

    /// Sets lines aside until an even number meets at every node.
    fn even_out(&mut self) {
        for node in 0..self.at_node.len() as u32 {
            while self.live_at(node).count() % 2 == 1 {
                let mut at = self.loose_of(node);
                // Every step takes a line away, so that the walk ends.
                while let Some(end) = at {
                    self.live[end as usize / 2] = false;
                    let there = self.node(end ^ 1);
                    at = if self.live_at(there).count().is_multiple_of(2) {
                        None
                    } else {
                        self.straight_on(end ^ 1, there)
                    };
                }
            }
        }
    }

    /// The end at a node that no other one goes on from.
    fn loose_of(&self, node: u32) -> Option<u32> {
        let ends: Vec<u32> = self.live_at(node).collect();
        let pairs = self.pairs(&ends);
        ends.into_iter().find(|&end| !pairs.iter().any(|&(a, b)| a == end || b == end))
    }

    /// The live end at a node that goes on straightest from one that came there.
    fn straight_on(&self, came: u32, node: u32) -> Option<u32> {
        self.live_at(node).min_by(|&a, &b| self.bend(came, a).total_cmp(&self.bend(came, b)).then(a.cmp(&b)))
    }

    /// By how much one has to turn to go from one end on to the other, in radians.
    fn bend(&self, a: u32, b: u32) -> f64 {
        let (a_way, b_way) = (-self.directions[a as usize], self.directions[b as usize]);
        let turn = a_way.cross(b_way).atan2(a_way.dot(b_way)).abs();
        let same = self.strokes[a as usize / 2].layer == self.strokes[b as usize / 2].layer;
        if same { turn } else { turn + OTHER_LAYER }
    }

    /// Ends in pairs, the straightest first.
    fn pairs(&self, ends: &[u32]) -> Vec<(u32, u32)> {
        if let [a, b] = *ends {
            return vec![(a, b)];
        }
        if ends.len() > WEIGH_ALL {
            let mut sorted = ends.to_vec();
            let angle = |end: u32| self.directions[end as usize].atan2();
            sorted.sort_by(|&a, &b| angle(a).total_cmp(&angle(b)).then(a.cmp(&b)));
            let half = sorted.len() / 2;
            return (0..half).map(|at| (sorted[at], sorted[at + half])).collect();
        }
        let mut choices = Vec::with_capacity(ends.len() * ends.len() / 2);
        for (at, &a) in ends.iter().enumerate() {
            choices.extend(ends[at + 1..].iter().map(|&b| (self.bend(a, b), a, b)));
        }
        choices.sort_by(|x, y| x.0.total_cmp(&y.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        let mut pairs: Vec<(u32, u32)> = Vec::with_capacity(ends.len() / 2);
        for (_, a, b) in choices {
            if !pairs.iter().any(|&(c, d)| [c, d].contains(&a) || [c, d].contains(&b)) {
                pairs.push((a, b));
            }
        }
        pairs
    }

    /// Each end and the one that follows it, for all live lines.
    fn links(&self) -> Vec<u32> {
        let mut links = vec![NONE; self.nodes.of_end.len()];
        for node in 0..self.at_node.len() as u32 {
            let ends: Vec<u32> = self.live_at(node).collect();
            for (a, b) in self.pairs(&ends) {
                (links[a as usize], links[b as usize]) = (b, a);
            }
        }
        links
    }

    /// All live lines as loops; the network has to be even.
    fn loops(&self) -> Vec<Vec<Step>> {
        let links = self.links();
        let mut done = vec![false; self.strokes.len()];
        let mut loops = Vec::new();
        for first in 0..self.strokes.len() as u32 {
            if !self.live[first as usize] || done[first as usize] {
                continue;
            }
            let mut walk = Vec::new();
            let mut end = 2 * first;
            while !done[end as usize / 2] {
                done[end as usize / 2] = true;
                walk.push((end / 2, !end.is_multiple_of(2)));
                end = links[(end ^ 1) as usize];
            }
            self.split_at_repeats(walk, &mut loops);
        }
        loops
    }

    /// A loop through one node twice becomes two.
    fn split_at_repeats(&self, walk: Vec<Step>, loops: &mut Vec<Vec<Step>>) {
        let mut pending: Vec<Step> = Vec::with_capacity(walk.len());
        // How many pending steps there were when the walk came to each node.
        let mut came = std::collections::HashMap::new();
        let start_of = |&(line, reversed): &Step| self.node(2 * line + u32::from(reversed));
        for step in walk {
            let node = start_of(&step);
            if let Some(&at) = came.get(&node) {
                let closed: Vec<Step> = pending.drain(at..).collect();
                for gone in closed.iter().skip(1) {
                    came.remove(&start_of(gone));
                }
                loops.push(closed);
            } else {
                came.insert(node, pending.len());
            }
            pending.push(step);
        }
        loops.push(pending);
    }

    /// All live lines as open lines.
    fn trails(&self) -> Vec<Vec<Step>> {
        let links = self.links();
        let mut done = vec![false; self.strokes.len()];
        let mut trails = Vec::new();
        for first in 0..self.strokes.len() as u32 {
            if !self.live[first as usize] || done[first as usize] {
                continue;
            }
            // Back to where the trail begins, or once around.
            let mut end = 2 * first;
            while links[end as usize] != NONE && links[end as usize] / 2 != first {
                end = links[end as usize] ^ 1;
            }
            let mut walk = Vec::new();
            while end != NONE && !done[end as usize / 2] {
                done[end as usize / 2] = true;
                walk.push((end / 2, !end.is_multiple_of(2)));
                end = links[(end ^ 1) as usize];
            }
            trails.push(walk);
        }
        trails
    }
}

/// The direction in which a line leaves one of its ends.
fn direction(stroke: &Stroke, end: u32) -> Vec2 {
    let path = &stroke.path;
    if end.is_multiple_of(2) {
        return path.segments.first().map_or(Vec2::ZERO, |segment| ends::leaving(path.start, segment));
    }
    let before = path.segments.len().checked_sub(2).map_or(path.start, |at| path.segments[at].to());
    let last = path.segments.last().map(|segment| ends::leaving(segment.to(), &segment.reversed(before)));
    last.unwrap_or(Vec2::ZERO)
}
