use super::*;
use kurbo::Shape as _;
use penstock_drawing::Segment;
use proptest::prelude::*;

pub(crate) fn ring(points: &[(f64, f64)]) -> Path {
    let to = |&(x, y): &(f64, f64)| Segment::Line { to: Point::new(x, y) };
    let segments = points[1..].iter().chain(&points[..1]).map(to).collect();
    Path { start: Point::from(points[0]), segments }
}

fn square(x: f64, y: f64, side: f64) -> Path {
    ring(&[(x, y), (x + side, y), (x + side, y + side), (x, y + side)])
}

fn near(value: f64, expected: f64) {
    assert!((value - expected).abs() < 1e-3 * expected.abs().max(1.0), "{value} is not {expected}");
}

#[test]
fn both_rules_say_what_is_inside() {
    // Both squares turn the same way: not zero fills the inner one, odd leaves a hole.
    let rings = [square(0.0, 0.0, 10.0), square(3.0, 3.0, 4.0)];
    near(Region::new(&rings, FillRule::NonZero, 0.01).area_mm2(), 100.0);
    near(Region::new(&rings, FillRule::EvenOdd, 0.01).area_mm2(), 84.0);
    let turned = [rings[0].clone(), rings[1].reversed()];
    near(Region::new(&turned, FillRule::NonZero, 0.01).area_mm2(), 84.0);
}

#[test]
fn an_inset_moves_outer_borders_in_and_holes_out() {
    let framed = Region::new(&[square(0.0, 0.0, 20.0), square(5.0, 5.0, 10.0)], FillRule::EvenOdd, 0.01);
    // 18² less the hole grown by 1 with round corners: 10² + 4·10·1 + π.
    near(framed.inset(1.0).area_mm2(), 324.0 - 140.0 - std::f64::consts::PI);
    near(framed.inset(-1.0).area_mm2(), 400.0 + 80.0 + std::f64::consts::PI - 64.0);
    // The hole's sides are used up, but not the corners yet.
    assert_eq!(framed.inset(2.6).parts().count(), 4);
    assert!(framed.inset(3.6).is_empty());
    assert_eq!(framed.inset(-1.0).bounds().unwrap().round(), Rect::new(-1.0, -1.0, 21.0, 21.0));
}

#[test]
fn regions_are_cut_and_put_together() {
    let one = Region::rectangle(Rect::new(0.0, 0.0, 10.0, 10.0));
    let other = Region::rectangle(Rect::new(5.0, 0.0, 15.0, 10.0));
    near(one.minus(&other).area_mm2(), 50.0);
    near(one.common(&other).area_mm2(), 50.0);
    near(Region::union([&one, &other]).area_mm2(), 150.0);
    assert_eq!(Region::union([&one, &other]).parts().count(), 1);
    assert!(one.minus(&one).is_empty());
    assert!(Region::new(&[], FillRule::NonZero, 0.01).is_empty());
}

#[test]
fn what_is_no_number_or_beyond_any_sheet_is_left_out() {
    let wild = Path { start: Point::new(f64::NAN, 0.0), ..square(0.0, 0.0, 1.0) };
    let far = square(1e9, 0.0, 1.0);
    near(Region::new(&[wild, far, square(0.0, 0.0, 1.0)], FillRule::NonZero, 0.01).area_mm2(), 1.0);
}

fn blob() -> impl Strategy<Value = Path> {
    prop::collection::vec((0.0..50.0, 0.0..50.0), 3..12).prop_map(|points| ring(&points))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_point_is_inside_exactly_when_the_rule_says_so(rings in prop::collection::vec(blob(), 1..4), x in 0.0..50.0, y in 0.0..50.0) {
        let point = Point::new(x, y);
        let winding: i32 = rings.iter().map(|ring| {
            let mut outline = kurbo::BezPath::new();
            outline.move_to(ring.start);
            ring.segments.iter().for_each(|segment| outline.line_to(segment.to()));
            outline.winding(point)
        }).sum();
        for (rule, inside) in [(FillRule::NonZero, winding != 0), (FillRule::EvenOdd, winding % 2 != 0)] {
            let region = Region::new(&rings, rule, 0.01);
            let Some(indexed) = Indexed::new(&region) else { prop_assert!(!inside); continue };
            if !indexed.is_on_border(point, 1e-4) {
                prop_assert_eq!(indexed.holds(point), inside);
            }
        }
    }

    #[test]
    fn an_inset_keeps_its_distance_from_the_border(rings in prop::collection::vec(blob(), 1..3), distance in 0.1..3.0) {
        let region = Region::new(&rings, FillRule::EvenOdd, 0.01);
        let border = Indexed::new(&region);
        for point in region.inset(distance).rings().flatten() {
            let border = border.as_ref().unwrap();
            prop_assert!(border.holds(point));
            prop_assert!(!border.is_on_border(point, distance - 0.01), "{point:?} is nearer than {distance}");
            prop_assert!(border.is_on_border(point, distance + 0.01), "{point:?} is further than {distance}");
        }
    }
}
