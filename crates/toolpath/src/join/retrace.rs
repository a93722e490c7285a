//! Lines that are worth drawing twice.
//!
//! A network whose nodes join an odd number of lines needs one stroke for every two of them. Drawing a way
//! between two such nodes a second time makes both even and spares one stroke: a lift, a drop and the
//! travel to the next stroke. Where that way is short, drawing it again is quicker (the Chinese postman's
//! trade, Kwan, 1962). Odd nodes are paired along the lines that there are, the cheapest ways first.

use super::ends::point;
use super::trails::nodes;
use crate::time::Profile;
use crate::{Progress, Stopped, tick};
use penstock_drawing::Path;
use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap};

/// Curves are timed as straight lines that leave them by no more than this, in mm.
const TOLERANCE_MM: f64 = 0.05;

/// Nodes that are looked at around one odd node at most.
const MOST_NODES: usize = 64;

/// What [`retrace`] may do.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RetraceOptions {
    /// The longest way that may be drawn twice to spare one lift, in mm. 0 changes nothing.
    pub longest_mm: f64,
    /// Ends no further apart than this meet, in mm; as for [`super::join`].
    pub tolerance_mm: f64,
    /// Says what a lift costs, and what drawing costs.
    pub profile: Profile,
}

/// What was added.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Retraced {
    /// Strokes that [`super::join`] will need less.
    pub lifts_spared: u64,
    /// Length that is drawn twice, in mm.
    pub double_mm: f64,
    /// Seconds that this saves at least: lifts and drops that are spared, less the drawing. The travel that
    /// goes with a lift comes on top.
    pub saved_s: f64,
}

/// Appends copies of paths that are to be drawn a second time. Paths then have to be joined with reversal
/// allowed, and duplicates to have been removed before.
///
/// A way is drawn twice only if that takes less time, from rest to rest, than the lift and the drop that it
/// spares.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn retrace(
    paths: &mut Vec<Path>,
    options: &RetraceOptions,
    progress: &mut Progress<'_>,
) -> Result<Retraced, Stopped> {
    if options.longest_mm <= 0.0 {
        return Ok(Retraced::default());
    }
    let mut network = Network::new(paths, options, &mut |f| progress(0.5 * f))?;
    let mut ways = Vec::new();
    for node in 0..network.edges_at.len() as u32 {
        tick(&mut |f| progress(0.5 + 0.4 * f), node as usize, network.edges_at.len())?;
        if network.is_odd(node) {
            network.ways_from(node, &mut ways);
        }
    }
    ways.sort_unstable();
    let mut retraced = Retraced::default();
    let mut doubled: Vec<u32> = Vec::new();
    for way in &ways {
        if network.take(way) {
            retraced.lifts_spared += 1;
            retraced.saved_s += network.lift_s - way.seconds;
            doubled.extend(&way.edges);
        }
    }
    for edge in doubled {
        let copy = paths[edge as usize].clone();
        retraced.double_mm += copy.length_mm();
        paths.push(copy);
    }
    Ok(retraced)
}

/// A way between two odd nodes.
struct Way {
    seconds: f64,
    from: u32,
    to: u32,
    edges: Vec<u32>,
}

impl PartialEq for Way {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Way {}

impl PartialOrd for Way {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Way {
    fn cmp(&self, other: &Self) -> Ordering {
        self.seconds.total_cmp(&other.seconds).then((self.from, self.to).cmp(&(other.from, other.to)))
    }
}

/// A path as a connection of two nodes.
#[derive(Clone, Copy)]
struct Edge {
    nodes: [u32; 2],
    seconds: f64,
    length_mm: f64,
    doubled: bool,
}

struct Network {
    edges: Vec<Edge>,
    edges_at: Vec<Vec<u32>>,
    odd: Vec<bool>,
    /// The forest of a union-find over nodes, and at its roots how many odd nodes a part has.
    parent: Vec<u32>,
    odd_in: Vec<u32>,
    lift_s: f64,
    longest_mm: f64,
}

impl Network {
    fn new(paths: &[Path], options: &RetraceOptions, progress: &mut Progress<'_>) -> Result<Self, Stopped> {
        let ends: Vec<u32> =
            (0..2 * paths.len() as u32).filter(|&end| !paths[end as usize / 2].segments.is_empty()).collect();
        let crowded = nodes(paths, &ends, options.tolerance_mm.max(super::NO_GAP_MM) / 2.0, progress)?;
        let mut node_of = vec![u32::MAX; 2 * paths.len()];
        for (node, members) in crowded.iter().enumerate() {
            members.iter().for_each(|&end| node_of[end as usize] = node as u32);
        }
        // An end that meets nothing is a node, too.
        let mut count = crowded.len() as u32;
        for &end in &ends {
            if node_of[end as usize] == u32::MAX {
                node_of[end as usize] = count;
                count += 1;
            }
        }
        let lift_s = options.profile.lift_s + options.profile.drop_s;
        let mut network = Self {
            edges: Vec::with_capacity(paths.len()),
            edges_at: vec![Vec::new(); count as usize],
            odd: vec![false; count as usize],
            parent: (0..count).collect(),
            odd_in: vec![0; count as usize],
            lift_s,
            longest_mm: options.longest_mm,
        };
        let (mut points, mut times_s) = (Vec::new(), Vec::new());
        for (number, path) in paths.iter().enumerate() {
            let nodes = [2 * number, 2 * number + 1].map(|end| node_of[end]);
            // The chord says at once when a path is too long to be drawn twice.
            let chord_mm = point(paths, 2 * number as u32).distance(point(paths, 2 * number as u32 + 1));
            let mut edge = Edge { nodes, seconds: f64::INFINITY, length_mm: f64::INFINITY, doubled: false };
            if nodes[0] != nodes[1] && chord_mm <= options.longest_mm && !path.segments.is_empty() {
                edge.length_mm = path.length_mm();
                points.clear();
                path.flatten(TOLERANCE_MM, &mut points);
                options.profile.pen_down.stroke_times(&points, &mut times_s);
                edge.seconds = times_s.last().copied().unwrap_or(f64::INFINITY);
            }
            network.edges.push(edge);
            if !path.segments.is_empty() {
                for node in nodes {
                    network.odd[node as usize] ^= true;
                    network.edges_at[node as usize].push(number as u32);
                }
                let (a, b) = (network.part(nodes[0]), network.part(nodes[1]));
                network.parent[a as usize] = b;
            }
        }
        for node in 0..count {
            let part = network.part(node);
            network.odd_in[part as usize] += u32::from(network.odd[node as usize]);
        }
        Ok(network)
    }

    fn is_odd(&self, node: u32) -> bool {
        self.odd[node as usize]
    }

    fn part(&mut self, node: u32) -> u32 {
        let mut root = node;
        while self.parent[root as usize] != root {
            // Halving the way keeps later ways short.
            self.parent[root as usize] = self.parent[self.parent[root as usize] as usize];
            root = self.parent[root as usize];
        }
        root
    }

    /// Adds the quickest ways from an odd node to others with a larger number that are worth a lift
    /// (Dijkstra).
    fn ways_from(&self, start: u32, ways: &mut Vec<Way>) {
        let mut known: HashMap<u32, (f64, f64, u32)> = HashMap::from([(start, (0.0, 0.0, u32::MAX))]);
        let mut done: Vec<u32> = Vec::new();
        let mut queue = BinaryHeap::from([Reverse((Seconds(0.0), start))]);
        while let Some(Reverse((Seconds(seconds), node))) = queue.pop() {
            let Some(&(best, length_mm, _)) = known.get(&node) else { continue };
            if seconds > best || done.len() >= MOST_NODES {
                continue;
            }
            done.push(node);
            if node > start && self.is_odd(node) {
                ways.push(Way { seconds, from: start, to: node, edges: self.trace(&known, start, node) });
            }
            for &number in &self.edges_at[node as usize] {
                let edge = &self.edges[number as usize];
                let other = if edge.nodes[0] == node { edge.nodes[1] } else { edge.nodes[0] };
                let (after_s, after_mm) = (seconds + edge.seconds, length_mm + edge.length_mm);
                let worth = after_s < self.lift_s && after_mm <= self.longest_mm;
                if worth && known.get(&other).is_none_or(|&(before, _, _)| after_s < before) {
                    known.insert(other, (after_s, after_mm, number));
                    queue.push(Reverse((Seconds(after_s), other)));
                }
            }
        }
    }

    fn trace(&self, known: &HashMap<u32, (f64, f64, u32)>, start: u32, end: u32) -> Vec<u32> {
        let mut edges = Vec::new();
        let mut node = end;
        while node != start {
            let Some(&(_, _, number)) = known.get(&node) else { break };
            edges.push(number);
            let nodes = self.edges[number as usize].nodes;
            node = if nodes[0] == node { nodes[1] } else { nodes[0] };
        }
        edges
    }

    /// Takes a way, if both its ends are still odd, no line of it is doubled already, and its part of the
    /// network needs another stroke at all.
    fn take(&mut self, way: &Way) -> bool {
        let part = self.part(way.from) as usize;
        let free = self.is_odd(way.from)
            && self.is_odd(way.to)
            && self.odd_in[part] > 2
            && way.edges.iter().all(|&edge| !self.edges[edge as usize].doubled);
        if free {
            self.odd_in[part] -= 2;
            self.odd[way.from as usize] = false;
            self.odd[way.to as usize] = false;
            way.edges.iter().for_each(|&edge| self.edges[edge as usize].doubled = true);
        }
        free
    }
}

/// Seconds in an order.
#[derive(Clone, Copy)]
struct Seconds(f64);

impl PartialEq for Seconds {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Seconds {}

impl PartialOrd for Seconds {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Seconds {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::join::{JoinOptions, join};
    use kurbo::Point;
    use penstock_drawing::Segment;
    use proptest::prelude::*;

    fn line(a: (f64, f64), b: (f64, f64)) -> Path {
        Path { start: a.into(), segments: vec![Segment::Line { to: b.into() }] }
    }

    fn strokes(paths: Vec<Path>) -> usize {
        join(paths, &JoinOptions::default(), &mut |_| true).unwrap().paths.len()
    }

    fn with(longest_mm: f64) -> RetraceOptions {
        RetraceOptions { longest_mm, tolerance_mm: 0.05, profile: Profile::SAXI }
    }

    /// A comb: a spine with teeth of 1 mm every 4 mm.
    fn comb(teeth: u32) -> Vec<Path> {
        let x = |at: u32| 4.0 * f64::from(at);
        let mut paths: Vec<Path> = (0..teeth).map(|at| line((x(at), 0.0), (x(at), 1.0))).collect();
        paths.extend((1..teeth).map(|at| line((x(at - 1), 0.0), (x(at), 0.0))));
        paths
    }

    #[test]
    fn short_teeth_are_drawn_there_and_back() {
        let mut paths = comb(12);
        let (count, before) = (paths.len(), strokes(paths.clone()));
        assert_eq!(before, 11);
        let retraced = retrace(&mut paths, &with(3.0), &mut |_| true).unwrap();
        assert_eq!((retraced.lifts_spared, paths.len() - count), (10, 10));
        assert!((retraced.double_mm - 10.0).abs() < 1e-9);
        assert_eq!(strokes(paths), 1);
    }

    #[test]
    fn what_takes_longer_than_a_lift_is_not_drawn_twice() {
        // Teeth of 1 mm take 0.14 s at 200 mm/s²; with a lift of 0.05 s they are not worth it.
        let quick = Profile { lift_s: 0.05, drop_s: 0.05, ..Profile::SAXI };
        let options = RetraceOptions { profile: quick, ..with(3.0) };
        let mut paths = comb(12);
        assert_eq!(retrace(&mut paths, &options, &mut |_| true).unwrap(), Retraced::default());
        let mut paths = comb(12);
        assert_eq!(retrace(&mut paths, &with(0.5), &mut |_| true).unwrap(), Retraced::default());
        assert_eq!(paths, comb(12));
    }

    #[test]
    fn one_stroke_is_never_made_longer() {
        let mut paths = vec![line((0.0, 0.0), (1.0, 0.0)), line((1.0, 0.0), (1.0, 1.0))];
        assert_eq!(retrace(&mut paths, &with(5.0), &mut |_| true).unwrap().lifts_spared, 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn every_line_drawn_twice_is_there_already_and_spares_what_it_says(
            edges in prop::collection::vec(((0u8..5, 0u8..5), (0u8..5, 0u8..5)), 1..40),
            longest_mm in 0.0..6.0f64,
        ) {
            let at = |(x, y): (u8, u8)| (f64::from(x), f64::from(y));
            let given: Vec<Path> =
                edges.into_iter().filter(|(a, b)| a != b).map(|(a, b)| line(at(a), at(b))).collect();
            let mut paths = given.clone();
            let retraced = retrace(&mut paths, &with(longest_mm), &mut |_| true).unwrap();
            prop_assert_eq!(&paths[..given.len()], &given[..]);
            prop_assert!(paths[given.len()..].iter().all(|path| given.contains(path)));
            prop_assert!(retraced.saved_s >= 0.0);
            prop_assert!(retraced.double_mm <= longest_mm * retraced.lifts_spared as f64 + 1e-9);
            let spared = strokes(given) - strokes(paths);
            prop_assert_eq!(spared as u64, retraced.lifts_spared);
        }
    }

    #[test]
    fn crossings_of_a_lattice_are_paired_at_its_rim() {
        let at = |x: i32, y: i32| Point::new(f64::from(x) * 2.0, f64::from(y) * 2.0);
        let mut paths = Vec::new();
        for y in 0..=6 {
            for x in 0..=9 {
                let start = at(x, y);
                let mut edge = |to| paths.push(Path { start, segments: vec![Segment::Line { to }] });
                if x < 9 {
                    edge(at(x + 1, y));
                }
                if y < 6 {
                    edge(at(x, y + 1));
                }
            }
        }
        // 2 · (8 + 5) odd nodes stand around the rim, neighbours 2 mm apart.
        let before = strokes(paths.clone());
        assert_eq!(before, 13);
        let retraced = retrace(&mut paths, &with(4.0), &mut |_| true).unwrap();
        assert!(retraced.lifts_spared >= 11, "{retraced:?}");
        assert_eq!(strokes(paths) as u64, 13 - retraced.lifts_spared);
    }
}
