//! From a graph to strokes: edges go on through junctions where they are straight, and are smoothed.

use super::graph::{Edge, Graph};
use super::{Chain, joints};
use kurbo::{Point, Vec2};

/// Two edges that turn by less go through their junction as one stroke.
const STRAIGHT_ON_DEG: f64 = 40.0;
/// How often neighbours are mixed into each point.
const SMOOTHINGS: usize = 3;

/// Where an edge meets a node: the edge, and which of its ends.
type Door = (usize, usize);

pub(super) fn strokes(mut graph: Graph) -> Vec<Chain> {
    joints::settle(&mut graph);
    let next = pairs(&graph);
    let mut drawn = vec![false; graph.edges.len()];
    let mut chains = Vec::new();
    // Strokes with an end first; what is left then goes round.
    let doors = (0..graph.edges.len()).flat_map(|edge| [(edge, 0), (edge, 1)]);
    let open: Vec<Door> = doors.clone().filter(|door| !next.contains_key(door)).collect();
    for door in open.into_iter().chain(doors) {
        if !graph.edges[door.0].is_gone && !drawn[door.0] {
            chains.push(stroke(&graph, &next, door, &mut drawn));
        }
    }
    let dots = graph.nodes.iter().filter(|node| node.edges.is_empty());
    let is_touched = |at: Point| graph.edges.iter().any(|edge| edge.is_gone && ends(edge).contains(&at));
    // The end of a spur that went is no dot.
    chains.extend(dots.filter(|node| !is_touched(node.at)).map(|node| Chain {
        points: vec![node.at],
        is_closed: false,
        width_px: 2.0 * node.depth,
    }));
    chains
}

fn ends(edge: &Edge) -> [Point; 2] {
    [edge.points[0], edge.points[edge.points.len() - 1]]
}

/// Which door each door leads on to.
fn pairs(graph: &Graph) -> std::collections::HashMap<Door, Door> {
    let mut next = std::collections::HashMap::new();
    for (number, node) in graph.nodes.iter().enumerate() {
        let mut doors: Vec<Door> = Vec::new();
        for &edge in &node.edges {
            let ends = graph.edges[edge].ends;
            let end = usize::from(ends[0] != number);
            let door = if doors.contains(&(edge, end)) { (edge, 1) } else { (edge, end) };
            doors.push(door);
        }
        let ways: Vec<Vec2> = doors.iter().map(|&door| way_in(graph, door, node.depth)).collect();
        let mut turns: Vec<(f64, usize, usize)> = Vec::new();
        for one in 0..doors.len() {
            for other in one + 1..doors.len() {
                let cos = (-ways[one]).dot(ways[other]).clamp(-1.0, 1.0);
                turns.push((cos.acos().to_degrees(), one, other));
            }
        }
        turns.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut taken = vec![false; doors.len()];
        for (turn, one, other) in turns {
            // Two edges that are alone at a node are one line, however it bends.
            if (turn < STRAIGHT_ON_DEG || doors.len() == 2) && !taken[one] && !taken[other] {
                (taken[one], taken[other]) = (true, true);
                next.insert(doors[one], doors[other]);
                next.insert(doors[other], doors[one]);
            }
        }
    }
    next
}

/// Direction of an edge from its node on, over a bit more than the ink is deep.
fn way_in(graph: &Graph, (edge, end): Door, depth: f64) -> Vec2 {
    let points = &graph.edges[edge].points;
    let reach = ((2.0 * depth) as usize).clamp(4, 40).min(points.len() - 1);
    let way = if end == 0 {
        points[reach] - points[0]
    } else {
        points[points.len() - 1 - reach] - points[points.len() - 1]
    };
    if way.hypot() > 0.0 { way.normalize() } else { Vec2::ZERO }
}

fn stroke(
    graph: &Graph,
    next: &std::collections::HashMap<Door, Door>,
    start: Door,
    drawn: &mut [bool],
) -> Chain {
    let mut points: Vec<Point> = Vec::new();
    let (mut width, mut length) = (0.0, 0.0);
    let (mut edge, mut end) = start;
    loop {
        drawn[edge] = true;
        let line = &graph.edges[edge];
        let skip = usize::from(!points.is_empty());
        if end == 0 {
            points.extend(line.points.iter().skip(skip));
        } else {
            points.extend(line.points.iter().rev().skip(skip));
        }
        width += line.depth * line.points.len() as f64;
        length += line.points.len() as f64;
        match next.get(&(edge, 1 - end)) {
            Some(&(on, through)) if !drawn[on] => (edge, end) = (on, through),
            _ => break,
        }
    }
    let is_closed = points.len() > 3 && points.first() == points.last() && next.contains_key(&start);
    if is_closed {
        points.pop();
    }
    smooth(&mut points, is_closed);
    Chain { points, is_closed, width_px: 2.0 * width / length }
}

/// Evens out the steps of the pixels; the ends of an open line stay.
fn smooth(points: &mut [Point], is_closed: bool) {
    let count = points.len();
    if count < 3 {
        return;
    }
    for _ in 0..SMOOTHINGS {
        let old = points.to_vec();
        for (n, point) in points.iter_mut().enumerate() {
            if is_closed || (n > 0 && n + 1 < count) {
                let sides = old[(n + count - 1) % count].midpoint(old[(n + 1) % count]);
                *point = old[n].midpoint(sides);
            }
        }
    }
}
