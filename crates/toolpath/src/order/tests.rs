use super::*;
use crate::stats::travel_of;
use crate::time::Machine;
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

/// Seconds of the moves between paths.
fn seconds(paths: &[Path], motion: &Motion) -> f64 {
    paths.windows(2).map(|pair| motion.move_s(pair[1].start - pair[0].end())).sum()
}

#[test]
fn rounds_save_more_and_the_same_seed_saves_the_same() {
    let paths = scattered(1000);
    let local = ordered(paths.clone(), None, OrderOptions::default());
    let options = OrderOptions { budget: Budget::Rounds(5000), seed: 7, ..OrderOptions::default() };
    let further = ordered(paths.clone(), None, options);
    let share = seconds(&further, &options.pen_up) / seconds(&local, &options.pen_up);
    assert!(share < 0.98, "{share}");
    assert_eq!(pieces(&further), pieces(&paths));
    assert_eq!(ordered(paths.clone(), None, options), further);
    assert_ne!(ordered(paths, None, OrderOptions { seed: 8, ..options }), further);
}

#[test]
fn whoever_has_enough_gets_the_best_so_far_and_is_told() {
    let page = penstock_drawing::Page { width_mm: 120.0, height_mm: 90.0 };
    let pen = penstock_drawing::Pen { color: penstock_drawing::Color::BLACK, width_mm: 0.3 };
    let layer = penstock_drawing::Layer { name: String::new(), pen, paths: scattered(300) };
    let mut drawing = Drawing { page, layers: vec![layer] };
    let before = crate::stats::travel_mm(&drawing);
    let options = OrderOptions { budget: Budget::Rounds(100_000), ..OrderOptions::default() };
    let mut asked = 0;
    let result = order_drawing_until(&mut drawing, &options, &mut |_| true, &mut || {
        asked += 1;
        asked == 3
    });
    let ordered = result.unwrap();
    assert_eq!(ordered.rounds_asked, 100_000);
    assert!(ordered.rounds_done > 0 && ordered.rounds_done < 5000, "{ordered:?}");
    assert!(crate::stats::travel_mm(&drawing) < 0.3 * before);
}

#[test]
fn every_machine_gets_an_order_that_is_quick_for_it() {
    let paths = scattered(400);
    for machine in Machine::ALL {
        let pen_up = machine.profile().pen_up;
        let greedy = OrderOptions { method: Method::Greedy, pen_up, ..OrderOptions::default() };
        let best = OrderOptions { budget: Budget::Rounds(2000), pen_up, ..OrderOptions::default() };
        let (greedy, best) = (ordered(paths.clone(), None, greedy), ordered(paths.clone(), None, best));
        let share = seconds(&best, &pen_up) / seconds(&greedy, &pen_up);
        assert!(share < 0.95, "{machine:?}: {share}");
    }
}

#[test]
fn rings_are_entered_where_the_search_passes_by() {
    // A row of rings of 64 corners, all begun at their far sides, with short lines between them.
    let ring = |x: f64| {
        let at = |corner: u32| {
            let (sin, cos) = (f64::from(corner % 64) / 64.0 * std::f64::consts::TAU).sin_cos();
            (x + 4.0 * sin, 4.0 * cos)
        };
        polyline(&(0..=64).map(at).collect::<Vec<_>>())
    };
    let mut paths: Vec<Path> = (0..30).map(|at| ring(10.0 * f64::from((at * 7) % 30))).collect();
    paths.extend(
        (0..29).map(|at| polyline(&[(10.0 * f64::from(at) + 4.5, 0.0), (10.0 * f64::from(at) + 5.5, 0.0)])),
    );
    let result = ordered(paths.clone(), None, OrderOptions::default());
    // From ring to line to ring takes twice 0.5 mm, and each ring has to be left where it was entered or
    // walked around: 8 mm at most.
    let travel = travel_of(result.iter(), None);
    assert!(travel < 29.0 * 9.3, "{travel}");
    assert_eq!(pieces(&result), pieces(&paths));
}

#[test]
fn what_is_inside_comes_first() {
    let square = |x: f64, y: f64, side: f64| {
        polyline(&[(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)])
    };
    let mut paths = Vec::new();
    for column in 0..6 {
        for row in 0..6 {
            let (x, y) = (f64::from(column) * 20.0, f64::from(row) * 20.0);
            paths.extend([square(x, y, 18.0), square(x + 2.0, y + 2.0, 14.0), square(x + 6.0, y + 6.0, 5.0)]);
            paths.push(polyline(&[(x + 3.0, y + 3.0), (x + 4.0, y + 3.5)]));
        }
    }
    paths.insert(0, square(-5.0, -5.0, 130.0));
    let options =
        OrderOptions { rule: Rule::InnerFirst, budget: Budget::Rounds(3000), ..OrderOptions::default() };
    let result = ordered(paths.clone(), None, options);
    assert_eq!(pieces(&result), pieces(&paths));
    let boxes: Vec<_> = result.iter().map(|path| path.bounds().unwrap()).collect();
    for (at, one) in boxes.iter().enumerate() {
        for other in &boxes[..at] {
            let holds = one.union(*other) == *other && one != other;
            assert!(!holds, "{one:?} lies inside of {other:?} and comes after it");
        }
    }
    let free = ordered(paths.clone(), None, OrderOptions { rule: Rule::None, ..options });
    let (free, ruled) = (travel_of(free.iter(), None), travel_of(result.iter(), None));
    assert!(ruled < 1.6 * free, "{ruled} mm with the rule, {free} mm without");
}

#[test]
fn groups_stay_together_and_are_ordered_inside_and_out() {
    let groups: Vec<Vec<Path>> = scattered(200).chunks(8).map(<[Path]>::to_vec).collect();
    let (result, _) = order_groups(groups.clone(), None, &OrderOptions::default(), &mut |_| true).unwrap();
    let sorted = |groups: &[Vec<Path>]| {
        let mut list: Vec<_> = groups.iter().map(|group| pieces(group)).collect();
        list.sort();
        list
    };
    assert_eq!(sorted(&result), sorted(&groups));
    let (before, after) =
        (travel_of(groups.iter().flatten(), None), travel_of(result.iter().flatten(), None));
    assert!(after < 0.7 * before, "{after} of {before}");
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
        from in prop::option::of((0.0..30.0f64, 0.0..30.0f64)), machine in 0..Machine::ALL.len(),
        rounds in 0u64..60,
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
        let pen_up = Machine::ALL[machine].profile().pen_up;
        let budget = Budget::Rounds(rounds);
        let options = OrderOptions { method, allow_reverse, pen_up, budget, ..OrderOptions::default() };
        let from = from.map(Point::from);
        let result = ordered(paths.clone(), from, options);
        prop_assert_eq!(pieces(&result), pieces(&paths));
        prop_assert!(travel_of(result.iter(), from) <= travel_of(paths.iter(), from) + 1e-9);
        prop_assert_eq!(&ordered(paths, from, options), &result);
    }

    #[test]
    fn nothing_is_lost_and_nothing_inside_comes_later_whatever_is_nested(
        squares in prop::collection::vec((0u8..20, 0u8..20, 1u8..20), 1..30),
        allow_reverse in any::<bool>(), rounds in 0u64..60,
    ) {
        let paths: Vec<Path> = squares
            .into_iter()
            .map(|(x, y, side)| {
                let [x, y, side] = [x, y, side].map(f64::from);
                // Off the lattice by a little for each size, so that no two touch.
                let (x, y, side) = (x + side / 50.0, y + side / 50.0, side);
                polyline(&[(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)])
            })
            .collect();
        let budget = Budget::Rounds(rounds);
        let options =
            OrderOptions { rule: Rule::InnerFirst, allow_reverse, budget, ..OrderOptions::default() };
        let result = ordered(paths.clone(), None, options);
        prop_assert_eq!(pieces(&result), pieces(&paths));
        let boxes: Vec<_> = result.iter().map(|path| path.bounds().unwrap()).collect();
        for (at, one) in boxes.iter().enumerate() {
            for other in &boxes[..at] {
                prop_assert!(one.union(*other) != *other || one == other, "{one:?} came after {other:?}");
            }
        }
    }
}
