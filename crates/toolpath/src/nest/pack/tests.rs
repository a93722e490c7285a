//! Tests of the engine on shapes whose answers are known.

use super::field::Field;
use super::minkowski::minkowski_sum;
use super::random::Random;
use super::ring;
use super::*;
use kurbo::{Point, Vec2};

fn ring_of(corners: &[(f64, f64)]) -> Vec<Point> {
    corners.iter().map(|&corner| corner.into()).collect()
}

fn rectangle(x0: f64, y0: f64, x1: f64, y1: f64) -> Vec<Point> {
    ring_of(&[(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
}

/// A star-shaped ring with some corners pulled in: any number of reflex corners, never crossing itself.
fn jagged(corners: usize, random: &mut Random) -> Vec<Point> {
    let step = std::f64::consts::TAU / corners as f64;
    (0..corners)
        .map(|at| {
            Point::ORIGIN
                + Vec2::from_angle((at as f64 + 0.8 * random.unit()) * step) * random.between(2.0, 10.0)
        })
        .collect()
}

fn inside(ring: &[Point], point: Point) -> bool {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .filter(|(a, b)| {
            (a.y <= point.y) != (b.y <= point.y)
                && point.x < a.x + (b.x - a.x) * (point.y - a.y) / (b.y - a.y)
        })
        .count()
        % 2
        == 1
}

/// Overlap by brute force: edges cross, or one holds a corner of the other.
fn overlap(a: &[Point], b: &[Point]) -> bool {
    let edges = |ring: &[Point]| -> Vec<(Point, Point)> {
        ring.iter().copied().zip(ring.iter().copied().cycle().skip(1)).collect()
    };
    let side = |p: Point, q: Point, r: Point| (q - p).cross(r - p);
    let crossing = edges(a).iter().any(|&(p, q)| {
        edges(b)
            .iter()
            .any(|&(r, s)| side(p, q, r) * side(p, q, s) < 0.0 && side(r, s, p) * side(r, s, q) < 0.0)
    });
    crossing || inside(a, b[0]) || inside(b, a[0])
}

#[test]
fn the_sum_of_two_rectangles_is_a_rectangle() {
    let sum = minkowski_sum(&rectangle(0.0, 0.0, 3.0, 2.0), &rectangle(-1.0, -1.0, 1.0, 1.0));
    assert_eq!(sum.len(), 1);
    assert!((ring::doubled_area(&sum[0]) / 2.0 - 20.0).abs() < 1e-9, "{sum:?}");
}

#[test]
fn the_field_knows_whether_any_two_shapes_overlap_and_how_far_they_are_apart() {
    let mut random = Random::new(3);
    for round in 0..40 {
        let (a, b) = (jagged(4 + round % 13, &mut random), jagged(3 + round % 7, &mut random));
        let field = Field::new(&minkowski_sum(&a, &ring::negated(&b)), 1.0);
        for _ in 0..200 {
            let place = Vec2::new(random.between(-20.0, 20.0), random.between(-20.0, 20.0));
            let moved: Vec<Point> = b.iter().map(|&corner| corner + place).collect();
            let depth = field.depth(place.to_point());
            if depth.abs() > 1e-9 {
                assert_eq!(depth > 0.0, overlap(&a, &moved), "round {round} at {place:?}: {depth}");
            }
            // The depth is the way out: by less than that in any direction, they still overlap.
            if depth > 1e-6 {
                for turn in 0..16 {
                    let away =
                        Vec2::from_angle(f64::from(turn) * std::f64::consts::FRAC_PI_8) * (depth * 0.999);
                    let further: Vec<Point> = moved.iter().map(|&corner| corner + away).collect();
                    assert!(overlap(&a, &further), "round {round}");
                }
            }
        }
    }
}

#[test]
fn a_shape_fits_into_a_hole_that_is_large_enough() {
    let outer = rectangle(0.0, 0.0, 40.0, 40.0);
    let mut hole = rectangle(10.0, 10.0, 30.0, 30.0);
    hole.reverse();
    let frame = ring::with_slits(&outer, &[hole]);
    assert!((ring::doubled_area(&frame) / 2.0 - 1200.0).abs() < 1e-9);
    let field = |side: f64| {
        let square = rectangle(-side / 2.0, -side / 2.0, side / 2.0, side / 2.0);
        Field::new(&minkowski_sum(&frame, &ring::negated(&square)), 5.0)
    };
    // 20 wide: a square of 16 has 2 to each side; one of 21 has no room.
    assert!((field(16.0).depth(Point::new(20.0, 20.0)) + 2.0).abs() < 1e-9);
    assert!((field(16.0).depth(Point::new(23.0, 20.0)) - 1.0).abs() < 1e-9);
    assert!(field(21.0).depth(Point::new(20.0, 20.0)) > 0.0);
    // And a shape that covers the hole and more is in the way as well.
    assert!(field(60.0).depth(Point::new(20.0, 20.0)) > 0.0);
}

fn wanted(ring: Vec<Point>, degrees: &[f64]) -> Wanted {
    Wanted { rings: vec![ring], degrees: degrees.to_vec(), may_mirror: false, bounds: Vec::new() }
}

fn shorten(world: &mut World<'_>, random: &mut Random, watch: &mut dyn FnMut(Option<&Layout>) -> Command) {
    explore(world, random, watch);
    compress(world, Until::Told, random, watch);
}

#[test]
fn four_triangles_become_a_strip_without_waste() {
    // Right triangles of 40 by 30: pairs make rectangles, so the best strip of height 30 is 80 long.
    let triangle = ring_of(&[(0.0, 0.0), (40.0, 0.0), (0.0, 30.0)]);
    let shapes = Shapes::new(&[wanted(triangle, &[0.0, 180.0])], 1e-6);
    let mut random = Random::new(5);
    let mut world = World::new(&shapes, (300.0, 30.0), (1e-6, 0.0));
    assert!(left_bottom_fill(&mut world, &[0, 0, 0, 0], &mut random, &mut |_| true).no_room.is_empty());
    world.layout.length_mm = used_length(&world);
    let mut rounds = 0;
    shorten(&mut world, &mut random, &mut |_| {
        rounds += 1;
        match rounds {
            ..400 => Command::Continue,
            400..600 => Command::Compress,
            _ => Command::Finish,
        }
    });
    assert!((80.0..80.5).contains(&world.layout.length_mm), "{}", world.layout.length_mm);
}

#[test]
fn the_same_seed_gives_the_same_layout() {
    let run = |seed| {
        let mut random = Random::new(seed);
        let kinds: Vec<Wanted> =
            (0..3).map(|n| wanted(jagged(5 + n, &mut Random::new(n as u64)), &[0.0, 90.0])).collect();
        let shapes = Shapes::new(&kinds, 1e-6);
        let mut world = World::new(&shapes, (500.0, 40.0), (0.5, 0.0));
        left_bottom_fill(&mut world, &[0, 0, 1, 1, 2, 2], &mut random, &mut |_| true);
        world.layout.length_mm = used_length(&world);
        let mut rounds = 0;
        shorten(&mut world, &mut random, &mut |_| {
            rounds += 1;
            if rounds < 20 { Command::Continue } else { Command::Finish }
        });
        world.layout
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}
