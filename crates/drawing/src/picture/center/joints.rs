//! What thinning bends, made straight again: near a junction, a corner or an end the middle of the ink says little
//! about the stroke, so lines are carried on from where they are sure.
//!
//! A junction, and a corner whose spur to the outside went, lies where the lines that meet there would cross. An
//! end goes on in the direction that the stroke has before its last bit.

use super::graph::{Graph, Node};
use kurbo::{Point, Vec2};

/// Within this many times the depth of a junction's ink lines are bent.
const BENT: f64 = 1.1;
/// Behind that, this many times the depth says where a line runs, but at least so many points.
const SURE: f64 = 3.0;
const FEWEST: usize = 4;
/// A junction moves by no more than this many times its depth.
const FARTHEST: f64 = 1.5;
/// How much the place that thinning found counts against the lines' own.
const INERTIA: f64 = 0.08;

/// Where a line runs: through a place, in a direction of length 1.
#[derive(Clone, Copy)]
struct Ray {
    at: Point,
    way: Vec2,
}

/// Moves joints to where their lines cross, lets lines run straight into them, and mends ends.
pub(super) fn settle(graph: &mut Graph) {
    for node in 0..graph.nodes.len() {
        if is_joint(&graph.nodes[node]) {
            graph.nodes[node].at = crossing(graph, node);
        }
    }
    for number in 0..graph.edges.len() {
        let [one, other] = graph.edges[number].ends;
        for (nth, node) in [one, other].into_iter().enumerate() {
            let points = &mut graph.edges[number].points;
            if nth == 1 {
                points.reverse();
            }
            let node = &graph.nodes[node];
            if is_joint(node) && one != other {
                run_into(points, node);
            } else if node.edges.len() == 1 {
                mend_end(points, node.depth);
            }
            if nth == 1 {
                graph.edges[number].points.reverse();
            }
        }
    }
}

fn is_joint(node: &Node) -> bool {
    node.edges.len() > 2 || (node.edges.len() == 2 && node.had_spurs)
}

/// The place nearest to all lines that meet at a node, in the sense of least squares.
fn crossing(graph: &Graph, number: usize) -> Point {
    let node = &graph.nodes[number];
    let rays: Vec<Ray> = node
        .edges
        .iter()
        .filter(|&&edge| graph.edges[edge].ends[0] != graph.edges[edge].ends[1])
        .filter_map(|&edge| {
            let edge = &graph.edges[edge];
            let mut points = edge.points.clone();
            if edge.ends[0] != number {
                points.reverse();
            }
            ray(&points, BENT * node.depth, SURE * node.depth)
        })
        .collect();
    if rays.len() < 2 {
        return node.at;
    }
    // Normal equations of the distances to the lines, held a little to where the node is.
    let (mut xx, mut xy, mut yy) = (INERTIA, 0.0, INERTIA);
    let mut sum = Vec2::ZERO;
    for Ray { at, way } in rays {
        let across = Vec2::new(-way.y, way.x);
        let off = across.dot(at - node.at);
        xx += across.x * across.x;
        xy += across.x * across.y;
        yy += across.y * across.y;
        sum += across * off;
    }
    let whole = xx * yy - xy * xy;
    let step = Vec2::new(sum.x * yy - sum.y * xy, sum.y * xx - sum.x * xy) / whole;
    let farthest = FARTHEST * node.depth + 1.0;
    let is_near = step.is_finite() && step.hypot() <= farthest;
    if is_near { node.at + step } else { node.at }
}

/// The line of the points between `from` and `from + length` from the first, if there are enough of them.
fn ray(points: &[Point], from: f64, length: f64) -> Option<Ray> {
    let first = *points.first()?;
    let begin = points.iter().position(|point| point.distance(first) > from)?;
    let end = points[begin..].iter().position(|point| point.distance(first) > from + length);
    let end = end.map_or(points.len(), |end| begin + end).max(begin + FEWEST).min(points.len());
    let sure = &points[begin..end];
    let (start, last) = (*sure.first()?, *sure.last()?);
    if sure.len() < FEWEST || start == last {
        return None;
    }
    let mean = sure.iter().map(|point| point.to_vec2()).sum::<Vec2>() / sure.len() as f64;
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for point in sure {
        let place = point.to_vec2() - mean;
        xx += place.x * place.x;
        xy += place.x * place.y;
        yy += place.y * place.y;
    }
    let way = Vec2::from_angle((2.0 * xy).atan2(xx - yy) / 2.0);
    let way = if way.dot(last - start) < 0.0 { -way } else { way };
    Some(Ray { at: mean.to_point(), way })
}

/// Lets a line that begins at a joint come straight from it.
fn run_into(points: &mut Vec<Point>, node: &Node) {
    let reach = BENT * node.depth;
    let bent = points.iter().position(|point| point.distance(node.at) > reach);
    points.drain(..bent.unwrap_or(points.len() - 1).max(1));
    let first = points[0];
    // About one point for each pixel here too, so that evening out the steps rounds no corner off.
    let steps = node.at.distance(first).round().max(1.0) as usize;
    points.splice(0..0, (0..steps).map(|step| node.at.lerp(first, step as f64 / steps as f64)));
}

/// Lets a line begin in the direction that it has behind its first bit, where the roundness and the grain of the
/// stroke's end bend it.
fn mend_end(points: &mut Vec<Point>, depth: f64) {
    let Some(&end) = points.first() else { return };
    let bent = depth.max(1.5);
    // A short stroke is nothing but ends.
    let length: f64 = points.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
    if length < 4.0 * bent {
        return;
    }
    let Some(Ray { at, way }) = ray(points, bent, SURE * bent) else { return };
    let kept = points.iter().position(|point| point.distance(end) > bent).unwrap_or(0);
    points.drain(..kept);
    let start = at + way * (end - at).dot(way);
    if (start - points[0]).dot(way) < 0.0 {
        points.insert(0, start);
    }
}
