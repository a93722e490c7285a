//! Parts from drawings, in every order and direction of their pieces.

mod faults;

use super::*;
use kurbo::Affine;
use penstock_drawing::{Color, Drawing, Layer, Page, Pen, Segment};
use proptest::prelude::*;

fn at(x: f64, y: f64) -> Point {
    Point::new(x, y)
}

fn line(points: &[(f64, f64)]) -> Path {
    let segments = points[1..].iter().map(|&(x, y)| Segment::Line { to: at(x, y) }).collect();
    Path { start: at(points[0].0, points[0].1), segments }
}

fn circle(x: f64, y: f64, diameter: f64) -> Path {
    let (left, right) = (at(x - diameter / 2.0, y), at(x + diameter / 2.0, y));
    let half = |to| Segment::Arc { to, bulge: 1.0 };
    Path { start: right, segments: vec![half(left), half(right)] }
}

fn sides(x0: f64, y0: f64, x1: f64, y1: f64) -> Vec<Path> {
    vec![
        line(&[(x0, y0), (x1, y0)]),
        line(&[(x1, y0), (x1, y1)]),
        line(&[(x1, y1), (x0, y1)]),
        line(&[(x0, y1), (x0, y0)]),
    ]
}

fn layer(name: &str, paths: Vec<Path>) -> Layer {
    Layer { name: name.to_owned(), pen: Pen { color: Color::BLACK, width_mm: 0.3 }, paths }
}

fn drawing(layers: Vec<Vec<Path>>) -> Drawing {
    let layers = layers.into_iter().enumerate().map(|(at, paths)| layer(&at.to_string(), paths)).collect();
    Drawing { page: Page { width_mm: 300.0, height_mm: 200.0 }, layers }
}

fn found(paths: Vec<Path>) -> Found {
    find(&drawing(vec![paths]), &Options::default(), &mut |_| true).unwrap()
}

const CHECKS: Checks = Checks {
    kerf_mm: 1.0,
    least_hole_mm: 2.0,
    least_web_mm: 3.0,
    least_edge_mm: 3.0,
    sheet_width_mm: 1000.0,
    sheet_height_mm: 500.0,
};

/// Looks at one layer, with these repairs.
fn surveyed(paths: Vec<Path>, repairs: &[Repair]) -> Survey {
    let repairs = repairs.iter().copied().collect();
    survey(&drawing(vec![paths]), &Options::default(), &repairs, &CHECKS, &mut |_| true).unwrap()
}

/// The plate of the reference: 200 × 100 mm, four holes of 20 mm, as single entities.
fn plate() -> Vec<Path> {
    let mut paths = sides(0.0, 0.0, 200.0, 100.0);
    for (x, y) in [(25.0, 25.0), (175.0, 25.0), (25.0, 75.0), (175.0, 75.0)] {
        paths.push(circle(x, y, 20.0));
    }
    paths
}

#[test]
fn the_plate_measures_what_the_reference_says() {
    let found = found(plate());
    assert_eq!(found.parts.len(), 1);
    let part = &found.parts[0];
    assert!((part.cut_length_mm() - 851.327).abs() < 1e-3, "{}", part.cut_length_mm());
    assert_eq!(part.pierces(), 5);
    let mass_kg = part.net_area_mm2() * 10.0 * 7.85e-6;
    assert!((mass_kg - 1.47135).abs() < 1e-5, "{mass_kg}");
    assert!(part.outer.area_mm2() > 0.0 && part.holes.iter().all(|hole| hole.area_mm2() < 0.0));
    assert!(found.open.is_empty() && found.gaps.is_empty() && found.branches.is_empty());
    assert_eq!(part.name, "part");
}

#[test]
fn islands_are_parts_of_their_own() {
    let rings: Vec<Path> = [100.0, 80.0, 60.0, 40.0, 20.0].map(|d| circle(0.0, 0.0, d)).to_vec();
    let found = found(rings);
    let holes: Vec<usize> = found.parts.iter().map(|part| part.holes.len()).collect();
    assert_eq!(holes, [1, 1, 0]);
    assert_eq!(found.parts[2].name, "part 3");
}

#[test]
fn a_gap_within_the_tolerance_is_closed_and_told() {
    let mut paths = sides(0.0, 0.0, 50.0, 40.0);
    paths[0] = line(&[(0.04, 0.0), (50.0, 0.0)]);
    let found = found(paths);
    assert_eq!(found.parts.len(), 1);
    assert_eq!(found.gaps.len(), 1);
    assert!((found.gaps[0].width_mm() - 0.04).abs() < 1e-12);
    let wide = vec![line(&[(0.0, 0.0), (50.0, 0.0), (50.0, 40.0), (0.0, 40.0), (0.0, 0.5)])];
    let found = self::found(wide);
    assert_eq!((found.parts.len(), found.open.len()), (0, 1));
}

#[test]
fn a_tail_does_not_spoil_its_loop() {
    // A loop with a tail, drawn in one stroke; the same as single lines; and two loops on a line.
    let one = vec![line(&[(-20.0, 0.0), (0.0, 0.0), (30.0, 0.0), (30.0, 30.0), (0.0, 30.0), (0.0, 0.0)])];
    let mut single = sides(0.0, 0.0, 30.0, 30.0);
    single.insert(0, line(&[(-20.0, 0.0), (0.0, 0.0)]));
    for paths in [one, single] {
        let found = found(paths);
        assert_eq!((found.parts.len(), found.open.len()), (1, 1));
        assert!((found.parts[0].net_area_mm2() - 900.0).abs() < 1e-9);
        assert!((found.open[0].path.length_mm() - 20.0).abs() < 1e-9);
        assert_eq!(found.branches.len(), 1);
    }
    let mut dumbbell = sides(0.0, 0.0, 10.0, 10.0);
    dumbbell.extend(sides(30.0, 0.0, 40.0, 10.0));
    dumbbell.push(line(&[(10.0, 0.0), (30.0, 0.0)]));
    let found = found(dumbbell);
    assert_eq!((found.parts.len(), found.open.len()), (2, 1));
}

#[test]
fn a_line_from_corner_to_corner_leaves_the_outline_whole() {
    let mut paths = sides(0.0, 0.0, 40.0, 30.0);
    paths.insert(0, line(&[(0.0, 0.0), (40.0, 30.0)]));
    let found = found(paths);
    assert_eq!(found.parts.len(), 1);
    assert!((found.parts[0].net_area_mm2() - 1200.0).abs() < 1e-9);
    assert_eq!(found.parts[0].slits.len(), 1);
    assert_eq!(found.branches.len(), 2);
}

#[test]
fn squares_that_touch_in_a_corner_stay_two() {
    let mut paths = sides(0.0, 0.0, 10.0, 10.0);
    paths.extend(sides(10.0, 10.0, 20.0, 20.0));
    let found = found(paths);
    let areas: Vec<f64> = found.parts.iter().map(Part::net_area_mm2).collect();
    assert_eq!(areas, [100.0, 100.0]);
}

#[test]
fn circles_of_arcs_that_cross_at_their_ends_stay_circles() {
    // Two circles, each of two arcs that begin where the circles cross.
    let half = 3.0_f64.sqrt() * 5.0;
    let (top, bottom) = (at(5.0, -half), at(5.0, half));
    let arc =
        |from: Point, to: Point, bulge: f64| Path { start: from, segments: vec![Segment::Arc { to, bulge }] };
    // Radius 10 about (0, 0) and (10, 0): the arcs sweep 240 and 120 degrees.
    let (long, short) = ((60.0_f64).to_radians().tan(), (30.0_f64).to_radians().tan());
    let found = found(vec![
        arc(bottom, top, long),
        arc(top, bottom, short),
        arc(top, bottom, long),
        arc(bottom, top, short),
    ]);
    assert_eq!(found.parts.len() + found.parts.iter().map(|part| part.holes.len()).sum::<usize>(), 2);
    let contours = found.parts.iter().flat_map(Part::contours);
    for contour in contours {
        assert!((contour.area_mm2().abs() - 314.159_265).abs() < 1e-5, "{}", contour.area_mm2());
    }
}

#[test]
fn a_frame_on_another_layer_takes_no_line_away() {
    let note = line(&[(0.0, 0.0), (-30.0, -30.0)]);
    let found =
        find(&drawing(vec![vec![note], sides(0.0, 0.0, 20.0, 20.0)]), &Options::default(), &mut |_| true)
            .unwrap();
    assert_eq!((found.parts.len(), found.open.len()), (1, 1));
    assert_eq!((found.parts[0].outer.layer(), found.open[0].layer), (1, 0));
}

#[test]
fn a_contour_may_be_spread_over_layers() {
    let mut first = sides(0.0, 0.0, 20.0, 20.0);
    let second = first.split_off(2);
    let found = find(&drawing(vec![first, second]), &Options::default(), &mut |_| true).unwrap();
    assert_eq!((found.parts.len(), found.open.len()), (1, 0));
}

#[test]
fn a_slit_belongs_to_the_part_and_not_to_its_hole() {
    let mut paths = plate();
    paths.push(line(&[(60.0, 50.0), (140.0, 50.0)]));
    paths.push(line(&[(20.0, 25.0), (30.0, 25.0)]));
    let found = found(paths);
    assert_eq!((found.parts[0].slits.len(), found.open.len()), (1, 1));
}

#[test]
fn a_hole_that_touches_the_outline_is_a_hole() {
    let mut paths = sides(0.0, 0.0, 100.0, 100.0);
    paths.push(circle(10.0, 50.0, 20.0));
    paths.extend(sides(0.0, 70.0, 30.0, 90.0));
    let found = found(paths);
    assert_eq!((found.parts.len(), found.parts[0].holes.len()), (1, 2));
}

#[test]
fn parts_that_share_an_edge_are_neighbours() {
    let square = |x: f64| line(&[(x, 0.0), (x + 10.0, 0.0), (x + 10.0, 10.0), (x, 10.0), (x, 0.0)]);
    let found = found((0..5).map(|at| square(f64::from(at) * 10.0)).collect());
    assert_eq!(found.parts.len(), 5);
}

/// Length, pierces and area of everything that was found.
fn figures(found: &Found) -> (f64, usize, f64, usize) {
    let length: f64 = found.parts.iter().map(Part::cut_length_mm).sum();
    let open: f64 = found.open.iter().map(|line| line.path.length_mm()).sum();
    let area: f64 = found.parts.iter().map(Part::net_area_mm2).sum();
    (length + open, found.parts.iter().map(Part::pierces).sum(), area, found.open.len())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn place_turn_order_and_direction_change_no_figure(
        seed in prop::collection::vec((any::<bool>(), any::<u32>()), 40),
        turn in 0.0..6.2f64, x in -500.0..500.0f64, y in -500.0..500.0f64,
    ) {
        let mut paths = plate();
        paths.extend([circle(100.0, 50.0, 50.0), circle(100.0, 50.0, 30.0), line(&[(40.0, 40.0), (60.0, 45.0)])]);
        paths.extend(sides(300.0, 0.0, 340.0, 80.0).into_iter().take(3));
        let expected = figures(&found(paths.clone()));
        let map = Affine::translate((x, y)) * Affine::rotate(turn);
        let mut mixed: Vec<(u32, Path)> = paths.iter().zip(&seed).map(|(path, &(back, key))| {
            let path = path.transformed(map);
            (key, if back { path.reversed() } else { path })
        }).collect();
        mixed.sort_by_key(|&(key, _)| key);
        let got = figures(&found(mixed.into_iter().map(|(_, path)| path).collect()));
        prop_assert!((got.0 - expected.0).abs() < 1e-6 && (got.2 - expected.2).abs() < 1e-6, "{got:?} {expected:?}");
        prop_assert_eq!((got.1, got.3), (expected.1, expected.3));
    }

    #[test]
    fn every_line_is_in_a_part_or_open(lines in prop::collection::vec((0..5i32, 0..5i32, 0..5i32, 0..5i32), 0..30)) {
        let paths: Vec<Path> = lines.iter().map(|&(a, b, c, d)| {
            line(&[(f64::from(a), f64::from(b)), (f64::from(c), f64::from(d))])
        }).collect();
        let total: f64 = paths.iter().map(Path::length_mm).sum();
        // Repairs would leave out what is drawn twice.
        let found = surveyed(paths, &[]).found;
        prop_assert!((figures(&found).0 - total).abs() < 1e-9, "{} of {total}", figures(&found).0);
    }
}

#[test]
fn a_hundred_thousand_contours_nest_quickly() {
    let side = 180;
    let mut paths =
        vec![line(&[(-5.0, -5.0), (1800.0, -5.0), (1800.0, 1800.0), (-5.0, 1800.0), (-5.0, -5.0)])];
    for at in 0..side * side {
        let (x, y) = (f64::from(at % side) * 10.0, f64::from(at / side) * 10.0);
        paths.extend([circle(x, y, 8.0), circle(x, y, 6.0), circle(x, y, 4.0)]);
    }
    let begin = std::time::Instant::now();
    let found = found(paths);
    assert_eq!(found.parts.len() as i32, 1 + side * side);
    assert_eq!(found.parts[0].holes.len() as i32, side * side);
    // Comparing all with all would take minutes.
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}
