use super::*;
use penstock_drawing::Segment;
use proptest::prelude::*;

fn polyline(points: &[(f64, f64)]) -> Path {
    let mut points = points.iter().map(|&p| Point::from(p));
    let start = points.next().unwrap();
    Path { start, segments: points.map(|to| Segment::Line { to }).collect() }
}

fn ordered(paths: Vec<Path>, from: Option<Point>, options: OrderOptions) -> Vec<Path> {
    order(paths, from, &options, &mut |_| true).unwrap()
}

/// The undirected straight pieces, sorted.
fn pieces(paths: &[Path]) -> Vec<String> {
    let mut pieces: Vec<String> = paths
        .iter()
        .map(|path| {
            let mut pieces: Vec<String> = path
                .pieces()
                .map(|(from, segment)| {
                    let (a, b) = (format!("{from}"), format!("{}", segment.to()));
                    if a < b { a + &b } else { b + &a }
                })
                .collect();
            pieces.sort();
            pieces.join(" ")
        })
        .collect();
    pieces.sort();
    pieces
}

/// Deterministic numbers from 0 to 1.
fn numbers(mut state: u64) -> impl FnMut() -> f64 {
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1u64 << 31) as f64
    }
}

fn scattered(count: usize) -> Vec<Path> {
    let mut number = numbers(1);
    (0..count)
        .map(|_| {
            let (x, y, angle) = (number() * 120.0, number() * 90.0, number() * std::f64::consts::TAU);
            polyline(&[(x, y), (x + 5.0 * angle.cos(), y + 5.0 * angle.sin())])
        })
        .collect()
}

#[test]
fn a_row_of_lines_is_drawn_back_and_forth() {
    let rows = |list: &[u32]| -> Vec<Path> {
        list.iter().map(|&row| polyline(&[(0.0, f64::from(row)), (50.0, f64::from(row))])).collect()
    };
    let result = ordered(rows(&[3, 0, 4, 1, 2]), None, OrderOptions::default());
    assert_eq!(travel_of(result.iter(), None), 4.0);
    assert_eq!(result[0].start, Point::ORIGIN);
}

#[test]
fn pens_that_must_not_be_pushed_keep_their_directions() {
    let paths = scattered(300);
    let options = OrderOptions { allow_reverse: false, ..OrderOptions::default() };
    let result = ordered(paths.clone(), None, options);
    assert!(result.iter().all(|path| paths.contains(path)));
    assert!(travel_of(result.iter(), None) < 0.3 * travel_of(paths.iter(), None));
}

#[test]
fn local_search_saves_a_fifth_over_greedy() {
    let paths = scattered(2000);
    let greedy =
        ordered(paths.clone(), None, OrderOptions { method: Method::Greedy, ..OrderOptions::default() });
    let best = ordered(paths, None, OrderOptions::default());
    let share = travel_of(best.iter(), None) / travel_of(greedy.iter(), None);
    assert!(share < 0.80, "{share}");
}

#[test]
fn closed_paths_begin_where_it_is_cheapest() {
    // Two squares side by side, begun at their far corners.
    let left = polyline(&[(0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0), (0.0, 0.0)]);
    let right = polyline(&[(21.0, 0.0), (11.0, 0.0), (11.0, 10.0), (21.0, 10.0), (21.0, 0.0)]);
    let result = ordered(vec![left.clone(), right.clone()], None, OrderOptions::default());
    assert_eq!(travel_of(result.iter(), None), 1.0);
    assert!(result.iter().all(Path::is_closed));
    assert_eq!(pieces(&result), pieces(&[left, right]));
}

#[test]
fn the_way_from_the_layer_before_counts() {
    let near = polyline(&[(100.0, 0.0), (90.0, 0.0)]);
    let far = polyline(&[(0.0, 0.0), (10.0, 0.0)]);
    let result =
        ordered(vec![far.clone(), near.clone()], Some(Point::new(100.0, 0.0)), OrderOptions::default());
    assert_eq!(result, [near, far.reversed()]);
}

#[test]
fn layers_keep_their_places_and_their_paths() {
    let layer = |name: &str, paths| penstock_drawing::Layer {
        name: name.to_owned(),
        pen: penstock_drawing::Pen { color: penstock_drawing::Color::BLACK, width_mm: 0.3 },
        paths,
    };
    let page = penstock_drawing::Page { width_mm: 210.0, height_mm: 297.0 };
    let mut drawing = Drawing {
        page,
        layers: vec![layer("a", scattered(40)), layer("empty", Vec::new()), layer("b", scattered(30))],
    };
    let before = drawing.clone();
    order_drawing(&mut drawing, &OrderOptions::default(), &mut |_| true).unwrap();
    for (layer, old) in drawing.layers.iter().zip(&before.layers) {
        assert_eq!(layer.name, old.name);
        assert_eq!(pieces(&layer.paths), pieces(&old.paths));
    }
    assert!(crate::stats::travel_mm(&drawing) < crate::stats::travel_mm(&before));
}

#[test]
fn a_stray_mark_far_away_does_not_slow_it_down() {
    // With a uniform grid all but one of these would share a cell: 40,000 squared is seconds, not this.
    let mut paths = scattered(40_000);
    paths.push(polyline(&[(1e7, 1e7), (1e7, 1e7 + 1.0)]));
    let mut looks = 0;
    let result =
        order(paths, None, &OrderOptions { method: Method::Greedy, ..OrderOptions::default() }, &mut |_| {
            looks += 1;
            true
        });
    assert_eq!(result.unwrap().len(), 40_001);
    assert!(looks >= 39, "{looks} chances to stop");
}

#[test]
fn a_stop_is_heard_at_once() {
    let mut calls = 0;
    let result = order(scattered(5000), None, &OrderOptions::default(), &mut |_| {
        calls += 1;
        calls < 4
    });
    assert_eq!(result, Err(Stopped));
    assert_eq!(calls, 4);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn what_is_drawn_stays_and_travel_never_grows(
        lines in prop::collection::vec(prop::collection::vec((0u8..30, 0u8..30), 1..6), 0..40),
        close in any::<bool>(), allow_reverse in any::<bool>(), best in any::<bool>(),
        from in prop::option::of((0.0..30.0f64, 0.0..30.0f64)),
    ) {
        let paths: Vec<Path> = lines
            .into_iter()
            .map(|mut points| {
                if close {
                    points.push(points[0]);
                }
                polyline(&points.into_iter().map(|(x, y)| (x.into(), y.into())).collect::<Vec<_>>())
            })
            .collect();
        let method = if best { Method::Best } else { Method::Greedy };
        let options = OrderOptions { method, allow_reverse, ..OrderOptions::default() };
        let from = from.map(Point::from);
        let result = ordered(paths.clone(), from, options);
        prop_assert_eq!(pieces(&result), pieces(&paths));
        prop_assert!(travel_of(result.iter(), from) <= travel_of(paths.iter(), from) + 1e-9);
        prop_assert_eq!(&ordered(paths, from, options), &result);
    }
}
