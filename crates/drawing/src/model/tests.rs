use super::*;
use kurbo::Point;
use proptest::prelude::*;

fn point() -> impl Strategy<Value = Point> {
    (-300.0..300.0, -300.0..300.0).prop_map(|(x, y)| Point::new(x, y))
}

fn segment() -> impl Strategy<Value = Segment> {
    prop_oneof![
        point().prop_map(|to| Segment::Line { to }),
        (point(), -6.0..6.0).prop_map(|(to, bulge)| Segment::Arc { to, bulge }),
        (point(), point(), point()).prop_map(|(c1, c2, to)| Segment::Cubic { c1, c2, to }),
    ]
}

fn path() -> impl Strategy<Value = Path> {
    (point(), prop::collection::vec(segment(), 0..5)).prop_map(|(start, segments)| Path { start, segments })
}

fn distance_to(line: &[Point], point: Point) -> f64 {
    let to_piece = |a: Point, b: Point| {
        let along = b - a;
        let t = ((point - a).dot(along) / along.hypot2()).clamp(0.0, 1.0);
        (a.lerp(b, if t.is_nan() { 0.0 } else { t }) - point).hypot()
    };
    line.windows(2).map(|ends| to_piece(ends[0], ends[1])).fold((line[0] - point).hypot(), f64::min)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_point_of_a_path_is_within_tolerance_of_its_flat_form(path in path(), tolerance in 0.01..2.0) {
        let mut flat = Vec::new();
        path.flatten(tolerance, &mut flat);
        for (from, segment) in path.pieces() {
            for step in 0..=60 {
                let on_curve = segment.point(from, f64::from(step) / 60.0);
                prop_assert!(distance_to(&flat, on_curve) <= tolerance * (1.0 + 1e-9) + 1e-9);
            }
        }
        prop_assert_eq!(flat[0], path.start);
        prop_assert_eq!(flat[flat.len() - 1], path.end());
    }

    #[test]
    fn reversing_twice_changes_nothing_and_once_keeps_the_length(path in path()) {
        let back = path.reversed();
        prop_assert_eq!(back.start, path.end());
        prop_assert_eq!(back.end(), path.start);
        prop_assert!((back.length_mm() - path.length_mm()).abs() < 1e-4);
        prop_assert_eq!(back.reversed(), path);
    }

    #[test]
    fn the_length_is_that_of_a_fine_polyline(path in path()) {
        let mut flat = Vec::new();
        path.flatten(1e-3, &mut flat);
        let along: f64 = flat.windows(2).map(|ends| (ends[1] - ends[0]).hypot()).sum();
        let exact = path.length_mm();
        prop_assert!(along <= exact + 1e-4 && along >= exact * 0.999 - 1e-3, "{along} of {exact}");
    }

    #[test]
    fn bounds_hold_every_point_and_are_tight(path in path()) {
        let bounds = path.bounds().unwrap();
        let mut flat = Vec::new();
        path.flatten(1e-4, &mut flat);
        let seen = flat.iter().fold(Rect::from_points(path.start, path.start), |seen, &p| seen.union_pt(p));
        prop_assert!(bounds.inflate(1e-6, 1e-6).contains_rect(seen));
        prop_assert!(seen.inflate(1e-2, 1e-2).contains_rect(bounds), "{seen:?} {bounds:?}");
    }

    #[test]
    fn pieces_of_a_segment_lie_on_it_and_add_up(from in point(), segment in segment(), cut in 0.05..0.95) {
        let (_, left) = segment.piece(from, 0.0..cut);
        let (middle, right) = segment.piece(from, cut..1.0);
        prop_assert!((left.to() - middle).hypot() < 1e-9);
        let sum = left.length_mm(from) + right.length_mm(middle);
        prop_assert!((sum - segment.length_mm(from)).abs() < 1e-4);
        let quarter = left.point(from, 0.5);
        prop_assert!((quarter - segment.point(from, cut / 2.0)).hypot() < 1e-6);
    }
}

#[test]
fn a_half_circle_of_radius_ten_is_ten_pi_long_and_bulges_by_its_radius() {
    let arc = Segment::Arc { to: Point::new(20.0, 0.0), bulge: 1.0 };
    let path = Path { start: Point::ORIGIN, segments: vec![arc] };
    assert!((path.length_mm() - 10.0 * std::f64::consts::PI).abs() < 1e-9);
    // From +x towards +y seen from the centre: on a page whose y grows downwards it passes above.
    let bounds = path.bounds().unwrap();
    assert!((bounds.y0 + 10.0).abs() < 1e-9 && bounds.y1.abs() < 1e-9, "{bounds:?}");
}

#[test]
fn nonsense_tolerances_and_coordinates_end_in_few_points_and_no_panic() {
    let wild = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, 0.0];
    for &a in &wild {
        for &b in &wild {
            let (p, q) = (Point::new(a, b), Point::new(b, 1.0));
            let segments = vec![
                Segment::Cubic { c1: q, c2: p, to: q },
                Segment::Arc { to: p, bulge: a },
                Segment::Line { to: q },
            ];
            let path = Path { start: p, segments };
            let mut flat = Vec::new();
            path.flatten(b, &mut flat);
            assert!(flat.len() < 300_000);
            let _ = path.bounds();
            let _ = path.reversed();
        }
    }
}

#[test]
fn a_dot_is_one_point_without_length() {
    let dot = Path { start: Point::new(3.0, 4.0), segments: Vec::new() };
    let mut flat = Vec::new();
    dot.flatten(0.1, &mut flat);
    assert_eq!(flat, [Point::new(3.0, 4.0)]);
    assert_eq!(dot.length_mm(), 0.0);
    assert!(!dot.is_closed());
}
