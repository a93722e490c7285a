//! Every kind of fault, made on purpose; and what the repairs make of it.

use super::*;
use std::collections::BTreeSet;

fn kinds(survey: &Survey) -> BTreeSet<&'static str> {
    survey.faults.iter().map(|fault| fault.kind.name()).collect()
}

fn count(survey: &Survey, kind: &str) -> usize {
    survey.faults.iter().filter(|fault| fault.kind.name() == kind).count()
}

/// A sound part: a plate with rounded corners, so that nothing at all is to be said about it.
fn sound() -> Vec<Path> {
    plate()
}

/// With and without the repairs: the fault is found both times, and after them it is gone from the lines.
fn mended(paths: Vec<Path>, kind: &str, repair: Repair) -> Survey {
    let plain = surveyed(paths.clone(), &[]);
    assert!(kinds(&plain).contains(kind), "{kind} in {:?}", plain.faults);
    assert!(plain.faults.iter().all(|fault| !fault.repaired));
    let survey = surveyed(paths, &Repair::ALL);
    let mended = survey.faults.iter().filter(|fault| fault.kind.name() == kind);
    assert!(mended.clone().count() > 0 && mended.clone().all(|fault| fault.repaired), "{:?}", survey.faults);
    assert!(survey.steps.iter().any(|step| step.repair == repair && step.places == mended.clone().count()));
    let lines = survey.lines.iter().map(|line| line.path.clone()).collect();
    let again = surveyed(lines, &[]);
    assert!(!kinds(&again).contains(kind), "{kind} is still there: {:?}", again.faults);
    survey
}

#[test]
fn a_sound_drawing_has_no_fault() {
    let survey = surveyed(sound(), &Repair::ALL);
    assert_eq!(survey.faults, []);
    assert!(survey.steps.is_empty() && survey.complete);
}

#[test]
fn lines_without_a_length_are_left_out() {
    let mut paths = sound();
    paths.push(line(&[(7.0, 8.0), (7.0, 8.0)]));
    paths.push(line(&[(90.0, 50.0), (95.0, 50.0), (95.0, 50.0), (90.0, 55.0), (90.0, 50.0)]));
    let survey = mended(paths, "zero-length", Repair::ZeroLength);
    assert_eq!(count(&survey, "zero-length"), 2);
    let places: Vec<Point> = survey.faults.iter().map(|fault| fault.place).collect();
    assert!(places.contains(&at(7.0, 8.0)) && places.contains(&at(95.0, 50.0)));
}

#[test]
fn what_is_drawn_twice_is_cut_once() {
    let mut paths = sound();
    // The same line the other way, the same circle from another place, and a ring that begins elsewhere.
    paths.push(paths[1].reversed());
    let turned = circle(25.0, 25.0, 20.0).transformed(
        Affine::translate((25.0, 25.0)) * Affine::rotate(1.0) * Affine::translate((-25.0, -25.0)),
    );
    paths.push(turned);
    paths.push(line(&[(90.0, 40.0), (110.0, 40.0), (110.0, 60.0), (90.0, 60.0), (90.0, 40.0)]));
    paths.push(line(&[(110.0, 60.0), (110.0, 40.0), (90.0, 40.0), (90.0, 60.0), (110.0, 60.0)]));
    let survey = mended(paths, "duplicate", Repair::Duplicates);
    assert_eq!(count(&survey, "duplicate"), 3);
    let part = &survey.found.parts[0];
    assert_eq!((survey.found.parts.len(), part.holes.len()), (1, 5));
}

#[test]
fn twins_on_two_layers_are_found() {
    let survey = survey(
        &drawing(vec![plate(), plate()]),
        &Options::default(),
        &Repair::ALL.into(),
        &CHECKS,
        &mut |_| true,
    )
    .unwrap();
    assert_eq!(count(&survey, "duplicate"), 8);
    let other = survey.faults.iter().all(|fault| {
        fault.layer == Some(1) && matches!(fault.kind, FaultKind::Duplicate { other_layer: 0, .. })
    });
    assert!(other && survey.found.parts[0].pierces() == 5, "{:?}", survey.faults);
}

#[test]
fn a_line_that_lies_on_another_is_cut_back() {
    // One side is drawn as two lines that overlap by 20 mm.
    let mut paths = sides(0.0, 0.0, 100.0, 60.0);
    paths[0] = line(&[(0.0, 0.0), (60.0, 0.0)]);
    paths.push(line(&[(40.0, 0.0), (100.0, 0.0)]));
    let survey = mended(paths, "overlap", Repair::Overlaps);
    assert_eq!(survey.found.parts.len(), 1);
    assert!((survey.found.parts[0].cut_length_mm() - 320.0).abs() < 1e-9);
    let overlap = survey.faults.iter().find(|fault| fault.kind.name() == "overlap").unwrap();
    assert!(
        matches!(overlap.kind, FaultKind::Overlap { length_mm, ring: false } if (length_mm - 20.0).abs() < 1e-9)
    );
    assert!(overlap.place.distance(at(50.0, 0.0)) < 1e-9);
}

#[test]
fn an_arc_that_lies_on_another_is_cut_back() {
    let arc = |from: f64, to: f64| {
        let place = |angle: f64| at(50.0, 30.0) + kurbo::Vec2::from_angle(angle.to_radians()) * 10.0;
        let bulge = ((to - from).to_radians() / 4.0).tan();
        Path { start: place(from), segments: vec![Segment::Arc { to: place(to), bulge }] }
    };
    let mut paths = sides(0.0, 0.0, 100.0, 60.0);
    paths.extend([arc(0.0, 200.0), arc(170.0, 360.0)]);
    let survey = mended(paths, "overlap", Repair::Overlaps);
    assert_eq!(survey.found.parts[0].holes.len(), 1);
    assert!((survey.found.parts[0].holes[0].area_mm2() + 314.159_265).abs() < 1e-5);
}

#[test]
fn a_line_there_and_back_is_cut_once() {
    let mut paths = plate();
    paths.push(line(&[(90.0, 50.0), (110.0, 50.0), (90.0, 50.0)]));
    let survey = mended(paths, "overlap", Repair::Overlaps);
    assert!((survey.found.parts[0].cut_length_mm() - 871.327).abs() < 1e-3);
    assert_eq!(survey.found.parts[0].slits.len(), 1);
}

#[test]
fn parts_that_share_an_edge_stay_whole_and_are_told() {
    let square = |x: f64| line(&[(x, 0.0), (x + 10.0, 0.0), (x + 10.0, 10.0), (x, 10.0), (x, 0.0)]);
    let survey = surveyed(vec![square(0.0), square(10.0)], &Repair::ALL);
    assert_eq!(survey.found.parts.len(), 2);
    let overlap = survey.faults.iter().find(|fault| fault.kind.name() == "overlap").unwrap();
    assert!(overlap.repair.is_none() && !overlap.repaired);
}

#[test]
fn gaps_are_closed_within_the_tolerance_and_told_beyond_it() {
    let mut paths = plate();
    paths[0] = line(&[(0.06, 0.0), (200.0, 0.0)]);
    let survey = mended(paths, "gap", Repair::Gaps);
    assert_eq!(survey.found.parts.len(), 1);
    let wide =
        surveyed(vec![line(&[(0.0, 0.0), (50.0, 0.0), (50.0, 40.0), (0.0, 40.0), (0.0, 0.7)])], &Repair::ALL);
    let [fault] = wide.faults[..] else { panic!("{:?}", wide.faults) };
    let FaultKind::Open { gap_mm, other, slit: false, .. } = fault.kind else { panic!("{fault:?}") };
    assert!((gap_mm - 0.7).abs() < 1e-9 && fault.place.distance(other) > 0.69);
}

#[test]
fn tiny_segments_are_merged_and_curves_of_points_thinned() {
    let mut paths = sides(0.0, 0.0, 100.0, 60.0);
    paths[0] = line(&[(0.0, 0.0), (60.0, 0.0), (60.02, 0.0), (100.0, 0.0)]);
    let survey = mended(paths, "tiny-segment", Repair::TinySegments);
    assert_eq!(survey.found.parts[0].outer.path().segments.len(), 5);
    // A circle of 2 mm drawn as 10,000 points.
    let points: Vec<(f64, f64)> = (0..=10_000)
        .map(|step| {
            let angle = f64::from(step % 10_000) / 10_000.0 * std::f64::consts::TAU;
            (50.0 + 2.0 * angle.cos(), 30.0 + 2.0 * angle.sin())
        })
        .collect();
    let mut paths = sides(0.0, 0.0, 100.0, 60.0);
    paths.push(line(&points));
    let survey = mended(paths, "tiny-segment", Repair::TinySegments);
    assert_eq!(count(&survey, "tiny-segment"), 1);
    let hole = &survey.found.parts[0].holes[0];
    assert!(hole.path().segments.len() < 300, "{}", hole.path().segments.len());
    assert!((hole.area_mm2() + 4.0 * std::f64::consts::PI).abs() < 0.01, "{}", hole.area_mm2());
}

#[test]
fn lines_that_cross_are_told_and_lines_that_touch_are_not() {
    let eight = line(&[(0.0, 0.0), (40.0, 40.0), (40.0, 0.0), (0.0, 40.0), (0.0, 0.0)]);
    let survey = surveyed(vec![eight], &Repair::ALL);
    let crossing: Vec<Point> =
        survey.faults.iter().filter(|it| it.kind.name() == "self-crossing").map(|it| it.place).collect();
    assert!(matches!(crossing[..], [place] if place.distance(at(20.0, 20.0)) < 1e-9), "{:?}", survey.faults);

    let survey = surveyed(vec![circle(0.0, 0.0, 40.0), circle(30.0, 0.0, 40.0)], &Repair::ALL);
    assert_eq!(count(&survey, "crossing"), 2);
    // Through a corner of each other.
    let diamond = line(&[(20.0, -10.0), (30.0, 0.0), (20.0, 10.0), (10.0, 0.0), (20.0, -10.0)]);
    let triangle = line(&[(30.0, 0.0), (20.0, 0.0), (40.0, 30.0), (50.0, 0.0), (30.0, 0.0)]);
    let survey = surveyed(vec![diamond, triangle], &Repair::ALL);
    assert!(kinds(&survey).contains("crossing"), "{:?}", survey.faults);

    // Tangent circles, a hole that touches the edge, squares that touch in a corner.
    let mut touching = sides(0.0, 0.0, 100.0, 100.0);
    touching.extend([circle(30.0, 50.0, 20.0), circle(50.0, 50.0, 20.0), circle(90.0, 50.0, 20.0)]);
    let survey = surveyed(touching, &Repair::ALL);
    assert_eq!(count(&survey, "crossing") + count(&survey, "self-crossing"), 0, "{:?}", survey.faults);
    assert_eq!((count(&survey, "thin-web"), count(&survey, "hole-near-edge")), (1, 1));
}

#[test]
fn narrow_places_are_measured_between_true_boundaries() {
    let mut paths = sides(0.0, 0.0, 100.0, 100.0);
    paths.extend([circle(30.0, 50.0, 20.0), circle(52.0, 50.0, 20.0), circle(87.5, 50.0, 20.0)]);
    let survey = surveyed(paths, &Repair::ALL);
    let width = |kind: &str| {
        let fault = survey.faults.iter().find(|fault| fault.kind.name() == kind).unwrap();
        match fault.kind {
            FaultKind::ThinWeb { width_mm, .. } | FaultKind::HoleNearEdge { width_mm, .. } => {
                (width_mm, fault.place)
            }
            _ => panic!("{fault:?}"),
        }
    };
    let (web, place) = width("thin-web");
    assert!((web - 2.0).abs() < 1e-9 && (place.y - 50.0).abs() < 1e-9, "{web} at {place}");
    let (edge, place) = width("hole-near-edge");
    assert!((edge - 2.5).abs() < 1e-9 && (place.y - 50.0).abs() < 1e-9, "{edge} at {place}");
    assert_eq!(survey.faults.len(), 2, "{:?}", survey.faults);
}

#[test]
fn holes_and_corners_are_held_against_the_jet() {
    let mut paths = sides(0.0, 0.0, 100.0, 100.0);
    paths.extend([
        circle(20.0, 20.0, 1.5),
        line(&[(40.0, 40.0), (60.0, 40.0), (60.0, 41.8), (40.0, 41.8), (40.0, 40.0)]),
    ]);
    let survey = surveyed(paths, &Repair::ALL);
    let mut sizes: Vec<f64> = survey
        .faults
        .iter()
        .filter_map(|fault| match fault.kind {
            FaultKind::SmallHole { size_mm, .. } => Some(size_mm),
            _ => None,
        })
        .collect();
    sizes.sort_by(f64::total_cmp);
    assert!(sizes.len() == 2 && (sizes[0] - 1.5).abs() < 1e-6 && (sizes[1] - 1.8).abs() < 1e-6, "{sizes:?}");
    let corners = survey.faults.iter().find(|fault| fault.kind.name() == "inside-corner").unwrap();
    // The corners of the slot, not those of the outline.
    assert!(matches!(corners.kind, FaultKind::InsideCorner { count: 4, radius_mm: 0.5 }), "{corners:?}");
    assert_eq!(count(&survey, "inside-corner"), 1);
}

#[test]
fn an_l_has_one_inside_corner_and_a_rounded_one_has_none() {
    let l =
        line(&[(0.0, 0.0), (60.0, 0.0), (60.0, 20.0), (20.0, 20.0), (20.0, 60.0), (0.0, 60.0), (0.0, 0.0)]);
    let survey = surveyed(vec![l.clone()], &Repair::ALL);
    let [fault] = survey.faults[..] else { panic!("{:?}", survey.faults) };
    assert!(matches!(fault.kind, FaultKind::InsideCorner { count: 1, .. }) && fault.place == at(20.0, 20.0));
    assert_eq!(kinds(&surveyed(vec![l.reversed()], &Repair::ALL)).len(), 1);
    let rounded = |radius: f64| {
        let mut path = line(&[(0.0, 0.0), (60.0, 0.0), (60.0, 20.0), (20.0 + radius, 20.0)]);
        path.segments
            .push(Segment::Arc { to: at(20.0, 20.0 + radius), bulge: -(22.5_f64.to_radians().tan()) });
        path.segments.extend(line(&[(0.0, 0.0), (20.0, 60.0), (0.0, 60.0), (0.0, 0.0)]).segments);
        surveyed(vec![path], &Repair::ALL)
    };
    assert_eq!(rounded(1.0).faults, []);
    assert_eq!(count(&rounded(0.2), "inside-corner"), 1);
}

#[test]
fn what_is_no_part_is_told() {
    let mut framed = sides(-200.0, -200.0, 700.0, 290.0);
    framed.extend(plate());
    let survey = surveyed(framed, &Repair::ALL);
    assert!(kinds(&survey).contains("border"), "{:?}", survey.faults);
    let mut far = plate();
    far.push(circle(5000.0, 0.0, 30.0));
    far.push(circle(100.0, 300.0, 0.4));
    assert_eq!(count(&surveyed(far, &Repair::ALL), "stray-shape"), 2);
    let large = surveyed(sides(0.0, 0.0, 400.0, 1001.0), &Repair::ALL);
    assert!(kinds(&large).contains("larger-than-sheet"));
    assert_eq!(surveyed(sides(0.0, 0.0, 499.0, 999.0), &Repair::ALL).faults, []);
    let close = surveyed(vec![circle(0.0, 0.0, 20.0), circle(20.6, 0.0, 20.0)], &Repair::ALL);
    assert!(kinds(&close).contains("parts-too-close"));
}

#[test]
fn a_hundred_thousand_loose_segments_take_seconds() {
    // Rings of 50 lines each, every line by itself, in a stride that separates neighbours.
    let mut paths = Vec::new();
    for ring in 0..2000 {
        let (x, y) = (f64::from(ring % 50) * 20.0, f64::from(ring / 50) * 12.0);
        let corner = |step: i32| {
            let angle = f64::from(step % 50) / 50.0 * std::f64::consts::TAU;
            (x + 5.0 * angle.cos(), y + 5.0 * angle.sin())
        };
        paths.extend((0..50).map(|step| line(&[corner(step), corner(step + 1)])));
    }
    let count = paths.len();
    let paths: Vec<Path> = (0..count).map(|at| paths[at * 33_331 % count].clone()).collect();
    let begin = std::time::Instant::now();
    let survey = surveyed(paths, &Repair::ALL);
    assert_eq!((survey.found.parts.len(), survey.found.open.len()), (2000, 0));
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn wild_lines_are_taken_without_complaint(
        points in prop::collection::vec((-50.0..50.0f64, -50.0..50.0f64, -3.0..3.0f64, 0..4u8), 1..40),
    ) {
        let mut paths = Vec::new();
        for &(x, y, bulge, kind) in &points {
            let to = at((x * 2.0).round() / 2.0, (y / 5.0).round());
            match kind {
                0 => paths.push(circle(x, y, bulge.abs() + 0.01)),
                1 => paths.push(Path { start: at(x, y), segments: vec![Segment::Arc { to, bulge }] }),
                2 => paths.push(Path { start: to, segments: vec![Segment::Cubic { c1: at(x, y), c2: at(y, x), to: at(bulge, bulge) }] }),
                _ => paths.push(line(&[(x.round(), y.round()), (to.x, to.y)])),
            }
        }
        for repairs in [&[][..], &Repair::ALL[..]] {
            let survey = surveyed(paths.clone(), repairs);
            prop_assert!(survey.complete);
            for part in &survey.found.parts {
                prop_assert!(part.outer.area_mm2() > 0.0 && part.holes.iter().all(|hole| hole.area_mm2() < 0.0));
            }
        }
    }
}
