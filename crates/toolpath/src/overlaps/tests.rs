use super::*;
use proptest::prelude::*;

fn polyline(points: &[(f64, f64)]) -> Path {
    let mut points = points.iter().map(|&p| Point::from(p));
    let start = points.next().unwrap();
    Path { start, segments: points.map(|to| Segment::Line { to }).collect() }
}

fn arc(from: (f64, f64), to: (f64, f64), bulge: f64) -> Path {
    Path { start: from.into(), segments: vec![Segment::Arc { to: to.into(), bulge }] }
}

fn once(paths: Vec<Path>) -> (Vec<Path>, Overlaps) {
    remove_overlaps(paths, 0.01, &mut |_| true).unwrap()
}

fn length(paths: &[Path]) -> f64 {
    paths.iter().map(Path::length_mm).sum()
}

#[test]
fn a_later_line_loses_what_an_earlier_one_draws() {
    let first = polyline(&[(10.0, 0.0), (20.0, 0.0)]);
    let (paths, overlaps) = once(vec![first.clone(), polyline(&[(30.0, 0.004), (0.0, 0.004)])]);
    assert_eq!(paths.len(), 3);
    assert_eq!(paths[0], first);
    assert!((length(&paths) - 30.0).abs() < 1e-9, "{paths:?}");
    assert_eq!(overlaps.segments, 1);
    assert!((overlaps.removed_mm - 10.0).abs() < 1e-9);
}

#[test]
fn neighbouring_squares_share_their_side() {
    let square = |x: f64| polyline(&[(x, 0.0), (x + 10.0, 0.0), (x + 10.0, 10.0), (x, 10.0), (x, 0.0)]);
    let (paths, _) = once(vec![square(0.0), square(10.0), square(20.0)]);
    assert_eq!(paths.len(), 3, "each of the later ones is one line: {paths:?}");
    assert!((length(&paths) - 100.0).abs() < 1e-9);
}

#[test]
fn a_ring_that_lost_a_piece_goes_on_over_its_start() {
    let square = polyline(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]);
    let (paths, _) = once(vec![polyline(&[(10.0, 2.0), (10.0, 8.0)]), square]);
    assert_eq!(paths.len(), 2, "{paths:?}");
    assert_eq!((paths[1].start, paths[1].end()), (Point::new(10.0, 8.0), Point::new(10.0, 2.0)));
}

#[test]
fn lines_that_cross_touch_or_run_beside_each_other_stay() {
    let paths = vec![
        polyline(&[(0.0, 0.0), (10.0, 0.0)]),
        polyline(&[(10.0, 0.0), (20.0, 0.0)]),
        polyline(&[(0.0, 0.02), (20.0, 0.02)]),
        polyline(&[(0.0, -1.0), (20.0, 1.0)]),
        polyline(&[(0.0, -0.05), (20.0, 0.05)]),
        Path { start: Point::new(5.0, 0.0), segments: Vec::new() },
    ];
    assert_eq!(once(paths.clone()), (paths, Overlaps::default()));
}

#[test]
fn a_stroke_that_turns_back_on_itself_stops_there() {
    let (paths, overlaps) = once(vec![polyline(&[(0.0, 0.0), (10.0, 0.0), (4.0, 0.0)])]);
    assert_eq!(paths, [polyline(&[(0.0, 0.0), (10.0, 0.0)])]);
    assert!((overlaps.removed_mm - 6.0).abs() < 1e-9);
}

#[test]
fn arcs_on_one_circle_are_drawn_once_whichever_way_they_run() {
    // The upper half of a circle, then three quarters of it from the right, against the first's sense.
    let half = arc((0.0, 0.0), (10.0, 0.0), 1.0);
    let quarters = 0.75 * std::f64::consts::TAU;
    for sign in [1.0, -1.0] {
        let (sin, cos) = (sign * quarters).sin_cos();
        let rest = arc((10.0, 0.0), (5.0 + 5.0 * cos, 5.0 * sin), sign * (quarters / 4.0).tan());
        let (paths, _) = once(vec![half.clone(), rest]);
        let round = std::f64::consts::TAU * 5.0;
        let expected = if sign > 0.0 { round / 2.0 + round / 2.0 } else { round / 2.0 + round / 4.0 };
        assert!((length(&paths) - expected).abs() < 1e-6, "{sign}: {} is not {expected}", length(&paths));
    }
    let smaller = arc((0.0, 0.0), (10.0, 0.0), 0.99);
    assert_eq!(once(vec![half.clone(), smaller]).0.len(), 2);
}

#[test]
fn ten_thousand_long_lines_side_by_side_are_no_trouble() {
    let lines: Vec<Path> = (0..10_000)
        .map(|at| {
            let offset = f64::from(at) * 0.05;
            polyline(&[(offset, 0.0), (offset + 200.0, 280.0)])
        })
        .collect();
    let mut all = lines.clone();
    all.extend(lines.iter().map(Path::reversed));
    let (paths, overlaps) = once(all);
    assert_eq!(paths, lines);
    assert_eq!(overlaps.segments, 10_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn everything_stays_drawn_and_nothing_is_drawn_twice(
        lines in prop::collection::vec(((0u8..8, 0u8..8), (0u8..8, 0u8..8)), 1..30), turn in 0.0..3.2f64,
    ) {
        let (sin, cos) = turn.sin_cos();
        let at = |(x, y): (u8, u8)| {
            let (x, y) = (f64::from(x) * 5.0, f64::from(y) * 5.0);
            (100.0 + x * cos - y * sin, 100.0 + x * sin + y * cos)
        };
        let given: Vec<Path> = lines.into_iter().map(|(a, b)| polyline(&[at(a), at(b)])).collect();
        let (paths, overlaps) = once(given.clone());
        prop_assert!((length(&given) - length(&paths) - overlaps.removed_mm).abs() < 1e-6);
        // Points along every given line are on some line that stays, ...
        let distance = |p: Point, path: &Path| {
            path.pieces()
                .map(|(from, segment)| {
                    let along = segment.to() - from;
                    let share = ((p - from).dot(along) / along.hypot2().max(1e-12)).clamp(0.0, 1.0);
                    p.distance(from + along * share)
                })
                .fold(p.distance(path.start), f64::min)
        };
        for path in &given {
            for step in 0..=40 {
                let point = path.start.lerp(path.end(), f64::from(step) / 40.0);
                let nearest = paths.iter().map(|path| distance(point, path)).fold(f64::INFINITY, f64::min);
                prop_assert!(nearest < 0.0101, "{point} is {nearest} mm away");
            }
        }
        // ... and another pass finds nothing more.
        let (again, none) = once(paths.clone());
        prop_assert_eq!(none.segments, 0);
        prop_assert_eq!(again, paths);
    }
}
