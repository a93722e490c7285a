use super::*;
use kurbo::Point;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn line(a: (f64, f64), b: (f64, f64)) -> Path {
    Path { start: a.into(), segments: vec![Segment::Line { to: b.into() }] }
}

fn joined(paths: Vec<Path>, options: JoinOptions) -> Joined {
    join(paths, &options, &mut |_| true).unwrap()
}

/// Every straight piece as an undirected pair of thousandths of a mm, and how often it is drawn.
fn pieces(paths: &[Path]) -> BTreeMap<[(i64, i64); 2], usize> {
    let key = |p: Point| ((p.x * 1e3).round() as i64, (p.y * 1e3).round() as i64);
    let mut pieces = BTreeMap::new();
    for path in paths {
        for (from, segment) in path.pieces() {
            let mut piece = [key(from), key(segment.to())];
            piece.sort_unstable();
            *pieces.entry(piece).or_default() += 1;
        }
    }
    pieces
}

/// Σ over connected parts of max(1, odd ends / 2), by looking at the ends alone.
fn fewest_strokes(paths: &[Path]) -> usize {
    let key = |p: Point| ((p.x * 1e3).round() as i64, (p.y * 1e3).round() as i64);
    let mut degree: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    let mut part: BTreeMap<(i64, i64), (i64, i64)> = BTreeMap::new();
    fn root(part: &BTreeMap<(i64, i64), (i64, i64)>, mut node: (i64, i64)) -> (i64, i64) {
        while part[&node] != node {
            node = part[&node];
        }
        node
    }
    for path in paths {
        let (a, b) = (key(path.start), key(path.end()));
        for node in [a, b] {
            *degree.entry(node).or_default() += 1;
            part.entry(node).or_insert(node);
        }
        let (a, b) = (root(&part, a), root(&part, b));
        part.insert(a, b);
    }
    let mut odd: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    for (&node, &degree) in &degree {
        *odd.entry(root(&part, node)).or_default() += degree % 2;
    }
    odd.values().map(|odd| (odd / 2).max(1)).sum()
}

#[test]
fn a_chain_becomes_one_stroke_whatever_the_directions() {
    let chain =
        vec![line((0.0, 0.0), (1.0, 0.0)), line((2.0, 0.0), (1.0, 0.0)), line((2.0, 0.0), (3.0, 1.0))];
    let result = joined(chain.clone(), JoinOptions::default());
    assert_eq!(result.paths.len(), 1);
    assert_eq!(result.gap_mm, 0.0);
    assert_eq!(pieces(&result.paths), pieces(&chain));
    let fixed = joined(chain, JoinOptions { allow_reverse: false, ..JoinOptions::default() });
    assert_eq!(fixed.paths.len(), 3);
}

#[test]
fn strokes_cross_straight_on() {
    let centre = (5.0, 5.0);
    let arms = [(0.0, 5.0), (5.0, 0.0), (10.0, 5.0), (5.0, 10.0)];
    let result = joined(arms.iter().map(|&arm| line(arm, centre)).collect(), JoinOptions::default());
    assert_eq!(result.paths.len(), 2);
    for path in &result.paths {
        let (from, to) = (path.start, path.end());
        assert!(from.x == to.x || from.y == to.y, "{path:?} turned at the crossing");
    }
}

#[test]
fn a_gap_within_the_tolerance_is_drawn_and_reported() {
    let result =
        joined(vec![line((0.0, 0.0), (1.0, 0.0)), line((1.04, 0.0), (2.0, 0.0))], JoinOptions::default());
    assert_eq!(result.paths.len(), 1);
    assert_eq!(result.paths[0].segments.len(), 3);
    assert!((result.gap_mm - 0.04).abs() < 1e-9);
    let apart = vec![line((0.0, 0.0), (1.0, 0.0)), line((1.06, 0.0), (2.0, 0.0))];
    assert_eq!(joined(apart.clone(), JoinOptions::default()).paths, apart);
}

#[test]
fn lines_shorter_than_the_tolerance_keep_their_order() {
    let step = |at: u32| (f64::from(at) * 0.01, 0.0);
    let chain: Vec<Path> = (0..200).map(|at| line(step(at), step(at + 1))).collect();
    let result = joined(chain.clone(), JoinOptions::default());
    assert_eq!(result.paths.len(), 1);
    assert!(result.gap_mm < 1e-9);
    assert_eq!(pieces(&result.paths), pieces(&chain));
}

#[test]
fn dots_and_closed_paths_apart_from_others_stay_as_they_are() {
    let dot = Path { start: Point::new(1.0, 0.0), segments: Vec::new() };
    let triangle = Path {
        start: Point::new(5.0, 5.0),
        segments: [(6.0, 5.0), (6.0, 6.0), (5.0, 5.0)].map(|to| Segment::Line { to: to.into() }).to_vec(),
    };
    let paths = vec![dot, line((0.0, 0.0), (1.0, 0.0)), triangle];
    assert_eq!(joined(paths.clone(), JoinOptions::default()).paths, paths);
}

#[test]
fn a_crowd_of_petals_at_one_point_is_one_ring() {
    let petal = |at: u32| {
        let (sin, cos) = f64::from(at).sin_cos();
        let tip = Point::new(50.0 + 40.0 * cos, 50.0 + 40.0 * sin);
        let side = Point::new(50.0 + 39.0 * cos - sin, 50.0 + 39.0 * sin + cos);
        let to = Point::new(50.0, 50.0);
        Path { start: to, segments: [tip, side, to].map(|to| Segment::Line { to }).to_vec() }
    };
    let petals: Vec<Path> = (0..3000).map(petal).collect();
    let result = joined(petals.clone(), JoinOptions::default());
    assert_eq!(result.paths.len(), 1);
    assert!(result.paths[0].is_closed());
    assert_eq!(pieces(&result.paths), pieces(&petals));
}

#[test]
fn noise_below_the_tolerance_does_not_cost_strokes() {
    let lattice: Vec<Path> = lattice(12, 9);
    let mut state = 7u32;
    let mut noise = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 16) / 65_536.0 * 0.01
    };
    let noisy: Vec<Path> = lattice
        .iter()
        .map(|path| {
            let (a, b) = (path.start, path.end());
            line((a.x + noise(), a.y + noise()), (b.x + noise(), b.y + noise()))
        })
        .collect();
    assert_eq!(joined(noisy, JoinOptions::default()).paths.len(), fewest_strokes(&lattice));
}

fn lattice(columns: i32, rows: i32) -> Vec<Path> {
    let mut edges = Vec::new();
    for y in 0..=rows {
        for x in 0..=columns {
            let from = (f64::from(x) * 5.0, f64::from(y) * 5.0);
            if x < columns {
                edges.push(line(from, (from.0 + 5.0, from.1)));
            }
            if y < rows {
                edges.push(line(from, (from.0, from.1 + 5.0)));
            }
        }
    }
    edges
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn a_network_is_drawn_once_in_the_fewest_strokes(
        edges in prop::collection::vec(((0u8..5, 0u8..5), (0u8..5, 0u8..5)), 1..60),
    ) {
        let at = |(x, y): (u8, u8)| (f64::from(x), f64::from(y));
        let edges: Vec<Path> =
            edges.into_iter().filter(|(a, b)| a != b).map(|(a, b)| line(at(a), at(b))).collect();
        let result = joined(edges.clone(), JoinOptions::default());
        prop_assert_eq!(result.paths.len(), fewest_strokes(&edges));
        prop_assert_eq!(pieces(&result.paths), pieces(&edges));
        prop_assert_eq!(result.gap_mm, 0.0);
    }

    #[test]
    fn without_reversal_every_line_keeps_its_direction(
        edges in prop::collection::vec(((0u8..4, 0u8..4), (0u8..4, 0u8..4)), 1..40),
    ) {
        let at = |(x, y): (u8, u8)| (f64::from(x), f64::from(y));
        let edges: Vec<Path> =
            edges.into_iter().filter(|(a, b)| a != b).map(|(a, b)| line(at(a), at(b))).collect();
        let directed = |paths: &[Path]| {
            let mut list: Vec<String> = paths
                .iter()
                .flat_map(|path| path.pieces().map(|(from, segment)| format!("{from}{}", segment.to())))
                .collect();
            list.sort();
            list
        };
        let result = joined(edges.clone(), JoinOptions { allow_reverse: false, ..JoinOptions::default() });
        prop_assert_eq!(directed(&result.paths), directed(&edges));
    }

    #[test]
    fn gaps_are_no_wider_than_the_tolerance_and_add_up(
        ends in prop::collection::vec(((0.0..0.4f64, 0.0..0.4f64), (0.0..0.4f64, 0.0..0.4f64)), 1..40),
    ) {
        let paths: Vec<Path> = ends.into_iter().map(|(a, b)| line(a, b)).collect();
        let length = |paths: &[Path]| paths.iter().map(Path::length_mm).sum::<f64>();
        let result = joined(paths.clone(), JoinOptions::default());
        let grown = length(&result.paths) - length(&paths);
        prop_assert!(grown <= result.gap_mm + 1e-9 && grown >= -0.002 * paths.len() as f64);
        prop_assert!(result.gap_mm <= 0.051 * (paths.len() - result.paths.len() + 1) as f64);
    }
}
