//! Thinned ink as a graph: ends and junctions, and the lines between them.

use crate::picture::thin::Ink;
use kurbo::{Point, Vec2};

/// A spur this many times as long as its junction's ink is deep only says that the stroke has a width.
const SPUR: f64 = 1.4;
/// And a little more, for the steps of the pixels.
const SPUR_PX: f64 = 0.8;
/// Junctions nearer than this many times their ink's depth are one that the width pulled apart.
const APART: f64 = 1.2;
const STEP_PX: f64 = 1.5;
/// Of two strokes that cross at a small angle junctions may be this many times their depth apart.
const FAR_APART: f64 = 4.0;
/// Strokes that turn by less go straight on through a crossing.
const STRAIGHT_DEG: f64 = 30.0;
/// And one that turns by less goes past it: a rung between two lines is no crossing.
const PAST_DEG: f64 = 60.0;

/// An end, a junction, or some place on a loop.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) at: Point,
    /// Distance to the nearest paper in pixels.
    pub(super) depth: f64,
    /// The edges that end here; a loop is there twice.
    pub(super) edges: Vec<usize>,
    /// Spurs ended here that went: it is a corner, or a rough place.
    pub(super) had_spurs: bool,
}

/// A line between two nodes, their places included.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) ends: [usize; 2],
    pub(super) points: Vec<Point>,
    /// Mean of the depths along it.
    pub(super) depth: f64,
    pub(super) is_gone: bool,
}

impl Edge {
    pub(super) fn length(&self) -> f64 {
        self.points.windows(2).map(|pair| pair[0].distance(pair[1])).sum()
    }
}

#[derive(Debug)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
}

impl Graph {
    /// Reads the thinned ink; `depths` are distances to paper from before.
    pub(super) fn new(ink: &Ink, depths: &[f32]) -> Self {
        Reading::new(ink, depths).read()
    }

    pub(super) fn remove(&mut self, edge: usize) {
        self.edges[edge].is_gone = true;
        for end in self.edges[edge].ends {
            self.nodes[end].edges.retain(|&other| other != edge);
        }
    }

    /// Takes spurs away. Where nothing but spurs meet, the two longest stay.
    pub(super) fn prune(&mut self) {
        for node in 0..self.nodes.len() {
            if self.nodes[node].edges.len() < 3 {
                continue;
            }
            let longest = SPUR * self.nodes[node].depth + SPUR_PX;
            let mut spurs: Vec<(f64, usize)> = self.nodes[node]
                .edges
                .iter()
                .map(|&edge| (self.edges[edge].length(), edge))
                .filter(|&(length, edge)| {
                    let [one, other] = self.edges[edge].ends;
                    let far = if one == node { other } else { one };
                    length < longest && far != node && self.nodes[far].edges.len() == 1
                })
                .collect();
            spurs.sort_by(|one, other| one.0.total_cmp(&other.0));
            if spurs.len() == self.nodes[node].edges.len() {
                spurs.truncate(spurs.len() - 2);
            }
            self.nodes[node].had_spurs |= !spurs.is_empty();
            spurs.into_iter().for_each(|(_, edge)| self.remove(edge));
        }
    }

    /// Makes one of junctions that the strokes' width pulled apart.
    pub(super) fn draw_together(&mut self) {
        for edge in 0..self.edges.len() {
            let [one, other] = self.edges[edge].ends;
            let is_bridge = |node: usize| self.nodes[node].edges.len() >= 3;
            if self.edges[edge].is_gone || one == other || !is_bridge(one) || !is_bridge(other) {
                continue;
            }
            let mut depth = self.nodes[one].depth.max(self.nodes[other].depth);
            let length = self.edges[edge].length();
            if length > APART * depth + STEP_PX {
                if length > FAR_APART * depth + STEP_PX || !self.is_crossing(edge) {
                    continue;
                }
                // Lines are bent along all of what was between the two.
                depth += length / 2.0;
            }
            self.remove(edge);
            let moved = std::mem::take(&mut self.nodes[other].edges);
            for &edge in &moved {
                for end in &mut self.edges[edge].ends {
                    if *end == other {
                        *end = one;
                    }
                }
            }
            let at = self.nodes[one].at.midpoint(self.nodes[other].at);
            self.nodes[one].edges.extend(moved);
            self.nodes[one].at = at;
            self.nodes[one].depth = depth;
        }
    }
}

impl Graph {
    /// Two strokes that cross at a small angle run beside each other for a while: the two junctions at the ends
    /// of that are one when both strokes go straight on through it, and neither goes straight past it.
    fn is_crossing(&self, bridge: usize) -> bool {
        let ways = self.edges[bridge].ends.map(|node| {
            let depth = self.nodes[node].depth;
            let others = self.nodes[node].edges.iter().filter(|&&edge| edge != bridge);
            others.map(|&edge| self.way_from(node, edge, depth)).collect::<Vec<Vec2>>()
        });
        let [[a, b], [c, d]] = [&ways[0][..], &ways[1][..]] else { return false };
        let turn = |into: &Vec2, out: &Vec2| into.cross(*out).atan2(into.dot(*out)).abs().to_degrees();
        let on = |one: &Vec2, other: &Vec2| turn(&-*one, other);
        let straight = |one, other| on(one, other) < STRAIGHT_DEG;
        let past = on(a, b) < PAST_DEG || on(c, d) < PAST_DEG;
        !past && ((straight(a, c) && straight(b, d)) || (straight(a, d) && straight(b, c)))
    }

    /// Direction of an edge away from a node, over a few times the depth of its ink.
    fn way_from(&self, node: usize, edge: usize, depth: f64) -> Vec2 {
        let edge = &self.edges[edge];
        let reach = ((4.0 * depth) as usize).clamp(4, 60).min(edge.points.len() - 1);
        let (first, last) = (edge.points[0], edge.points[edge.points.len() - 1]);
        if edge.ends[0] == node {
            edge.points[reach] - first
        } else {
            edge.points[edge.points.len() - 1 - reach] - last
        }
    }
}

/// Walks over the pixels once.
struct Reading<'a> {
    ink: &'a Ink,
    depths: &'a [f32],
    /// Number of the node at a pixel.
    node_at: std::collections::HashMap<usize, usize>,
    walked: Vec<bool>,
    graph: Graph,
}

impl<'a> Reading<'a> {
    fn new(ink: &'a Ink, depths: &'a [f32]) -> Self {
        let graph = Graph { nodes: Vec::new(), edges: Vec::new() };
        Self { ink, depths, node_at: Default::default(), walked: vec![false; ink.is_ink.len()], graph }
    }

    /// Neighbours along the line. A corner counts only where there is no way round it.
    fn next(&self, at: usize) -> impl Iterator<Item = usize> {
        let around = self.ink.around(at);
        let is_ink = around.map(|near| self.ink.is_ink[near]);
        (0..8)
            .filter(move |&n| is_ink[n] && (n % 2 == 0 || (!is_ink[n - 1] && !is_ink[(n + 1) % 8])))
            .map(move |n| around[n])
    }

    fn place(&self, at: usize) -> Point {
        Point::new((at % self.ink.stride) as f64 - 0.5, (at / self.ink.stride) as f64 - 0.5)
    }

    fn depth(&self, at: usize) -> f64 {
        f64::from(self.depths[at]) - 0.5
    }

    fn add_node(&mut self, at: usize) {
        self.node_at.insert(at, self.graph.nodes.len());
        self.walked[at] = true;
        self.graph.nodes.push(Node {
            at: self.place(at),
            depth: self.depth(at),
            edges: Vec::new(),
            had_spurs: false,
        });
    }

    fn read(mut self) -> Graph {
        let pixels: Vec<usize> = (0..self.ink.is_ink.len()).filter(|&at| self.ink.is_ink[at]).collect();
        let is_node = |at: &usize| self.next(*at).count() != 2;
        let nodes: Vec<usize> = pixels.iter().copied().filter(is_node).collect();
        nodes.iter().for_each(|&at| self.add_node(at));
        nodes.iter().for_each(|&at| self.walk_from(at));
        // What is left goes round without any node.
        for at in pixels {
            if !self.walked[at] {
                self.add_node(at);
                self.walk_from(at);
            }
        }
        self.graph
    }

    fn walk_from(&mut self, start: usize) {
        let ways: Vec<usize> = self.next(start).collect();
        for way in ways {
            let is_done = match self.node_at.get(&way) {
                // Between two nodes that touch there is one line: the first of them draws it.
                Some(_) => way < start,
                None => self.walked[way],
            };
            if is_done {
                continue;
            }
            let mut line = vec![start, way];
            let (mut before, mut at) = (start, way);
            while !self.node_at.contains_key(&at) {
                self.walked[at] = true;
                let Some(next) = self.next(at).find(|&next| next != before) else { break };
                (before, at) = (at, next);
                line.push(at);
            }
            self.add_edge(&line);
        }
    }

    fn add_edge(&mut self, line: &[usize]) {
        let ends = [line[0], line[line.len() - 1]].map(|at| self.node_at.get(&at).copied());
        let [Some(one), Some(other)] = ends else { return };
        let number = self.graph.edges.len();
        let depth = line.iter().map(|&at| self.depth(at)).sum::<f64>() / line.len() as f64;
        let points = line.iter().map(|&at| self.place(at)).collect();
        self.graph.edges.push(Edge { ends: [one, other], points, depth, is_gone: false });
        self.graph.nodes[one].edges.push(number);
        self.graph.nodes[other].edges.push(number);
    }
}
