//! What has to hold for any drawing, whatever is in it.

use crate::join::{JoinOptions, RetraceOptions, join, retrace};
use crate::order::{Budget, OrderOptions, order_drawing};
use crate::stats::travel_mm;
use crate::time::{Machine, estimate};
use kurbo::Point;
use penstock_drawing::{Color, Drawing, Layer, Page, Path, Pen, Segment};
use proptest::prelude::*;

/// Joins may leave out gaps up to this, in mm.
const NO_GAP_MM: f64 = 1e-3;

fn point() -> impl Strategy<Value = Point> {
    // A coarse lattice, so that ends meet, and places that are on none.
    prop_oneof![
        3 => (0u8..12, 0u8..12).prop_map(|(x, y)| Point::new(f64::from(x) * 7.0, f64::from(y) * 7.0)),
        1 => (0.0..90.0f64, 0.0..90.0f64).prop_map(Point::from),
    ]
}

fn segment() -> impl Strategy<Value = Segment> {
    prop_oneof![
        3 => point().prop_map(|to| Segment::Line { to }),
        1 => (point(), -1.5..1.5f64).prop_map(|(to, bulge)| Segment::Arc { to, bulge }),
        1 => (point(), point(), point()).prop_map(|(c1, c2, to)| Segment::Cubic { c1, c2, to }),
    ]
}

fn path() -> impl Strategy<Value = Path> {
    let free = (point(), prop::collection::vec(segment(), 0..5));
    (free, any::<bool>()).prop_map(|((start, mut segments), close)| {
        if close && !segments.is_empty() {
            segments.push(Segment::Line { to: start });
        }
        Path { start, segments }
    })
}

fn drawing() -> impl Strategy<Value = Drawing> {
    let layers = prop::collection::vec((prop::collection::vec(path(), 0..15), 0u8..3), 1..4);
    layers.prop_map(|layers| Drawing {
        page: Page { width_mm: 100.0, height_mm: 100.0 },
        layers: layers
            .into_iter()
            .map(|(paths, red)| Layer {
                name: String::new(),
                pen: Pen { color: Color { r: red, g: 0, b: 0 }, width_mm: 0.3 },
                paths,
            })
            .collect(),
    })
}

/// Every segment that goes anywhere, and every dot, whichever way it is drawn, to a thousandth of a mm;
/// sorted.
fn segments(paths: &[Path]) -> Vec<String> {
    // Rounded so that −0 and 0 are one.
    let key = |p: Point| format!("{},{};", (p.x * 1e3).round() as i64, (p.y * 1e3).round() as i64);
    let text = |from: Point, segment: &Segment| match *segment {
        Segment::Line { to } => format!("{}{}", key(from), key(to)),
        Segment::Arc { to, bulge } => format!("{}{}{}", key(from), key(to), (bulge * 1e6).round() as i64),
        Segment::Cubic { c1, c2, to } => format!("{}{}{}{}", key(from), key(c1), key(c2), key(to)),
    };
    let mut list: Vec<String> = Vec::new();
    for path in paths {
        if path.segments.is_empty() {
            list.push(key(path.start));
        }
        for (from, segment) in path.pieces() {
            let back = segment.reversed(from);
            list.push(text(from, segment).min(text(segment.to(), &back)));
        }
    }
    list.sort();
    list
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn joining_and_ordering_draw_the_same_and_travel_never_grows(
        drawing in drawing(), allow_reverse in any::<bool>(), rounds in 0u64..50,
        machine in prop::sample::select(Machine::ALL.to_vec()),
    ) {
        let profile = machine.profile();
        let mut joined = drawing.clone();
        for layer in &mut joined.layers {
            let options = JoinOptions { tolerance_mm: NO_GAP_MM, allow_reverse };
            let paths = std::mem::take(&mut layer.paths);
            let count = paths.len();
            layer.paths = join(paths, &options, &mut |_| true).unwrap().paths;
            prop_assert!(layer.paths.len() <= count);
        }
        for (layer, before) in joined.layers.iter().zip(&drawing.layers) {
            prop_assert_eq!(segments(&layer.paths), segments(&before.paths));
        }
        let mut ordered = joined.clone();
        let budget = Budget::Rounds(rounds);
        let options = OrderOptions { allow_reverse, pen_up: profile.pen_up, budget, ..OrderOptions::default() };
        order_drawing(&mut ordered, &options, &mut |_| true).unwrap();
        for (layer, before) in ordered.layers.iter().zip(&joined.layers) {
            prop_assert_eq!(segments(&layer.paths), segments(&before.paths));
            prop_assert_eq!(layer.paths.len(), before.paths.len());
        }
        prop_assert!(travel_mm(&ordered) <= travel_mm(&joined) + 1e-6);
    }

    #[test]
    fn an_estimate_is_the_sum_of_its_parts_and_of_its_layers(
        drawing in drawing(), machine in prop::sample::select(Machine::ALL.to_vec()),
    ) {
        let profile = machine.profile();
        let all = estimate(&drawing, &profile);
        let parts = all.draw_s + all.lifts_s + all.travel_s + all.pen_changes_s + all.pauses_s;
        prop_assert_eq!(all.total_s, parts);
        let lifts = drawing.path_count() as f64 * (profile.lift_s + profile.drop_s);
        prop_assert!((all.lifts_s - lifts).abs() < 1e-9);
        let single = |layer: &Layer| estimate(&Drawing { page: drawing.page, layers: vec![layer.clone()] }, &profile);
        let drawn: f64 = drawing.layers.iter().map(|layer| single(layer).draw_s).sum();
        prop_assert!((all.draw_s - drawn).abs() < 1e-6);
    }

    #[test]
    fn lines_that_are_drawn_twice_are_lines_of_the_drawing(
        drawing in drawing(), longest_mm in 0.0..30.0f64,
    ) {
        for layer in &drawing.layers {
            let mut paths = layer.paths.clone();
            let profile = Machine::Saxi.profile();
            let options = RetraceOptions { longest_mm, tolerance_mm: NO_GAP_MM, profile };
            let retraced = retrace(&mut paths, &options, &mut |_| true).unwrap();
            let strokes = |paths: Vec<Path>| {
                let options = JoinOptions { tolerance_mm: NO_GAP_MM, allow_reverse: true };
                join(paths, &options, &mut |_| true).unwrap().paths.len() as u64
            };
            let (before, after) = (strokes(layer.paths.clone()), strokes(paths.clone()));
            prop_assert_eq!(before - after, retraced.lifts_spared);
            let (mut once, mut twice) = (segments(&layer.paths), segments(&paths));
            once.dedup();
            twice.dedup();
            prop_assert_eq!(once, twice);
        }
    }
}
