//! Puts parts on sheets, close together.

mod field;
mod minkowski;
mod place_search;
mod random;
mod ring;
mod separate;
mod shapes;
mod start;
mod strip;
mod world;

pub use strip::Command;

/// Bare strip.
#[doc(hidden)]
pub fn try_strip(
    polys: Vec<(Vec<kurbo::Point>, usize)>,
    degrees: &[f64],
    height: f64,
    seed: u64,
    watch: &mut dyn FnMut(Option<f64>) -> Command,
) -> f64 {
    let wanted: Vec<shapes::Wanted> = polys
        .iter()
        .map(|(ring, _)| {
            let mut ring = ring.clone();
            if ring.first() == ring.last() {
                ring.pop();
            }
            if ring::doubled_area(&ring) < 0.0 {
                ring.reverse();
            }
            shapes::Wanted { rings: vec![ring], degrees: degrees.to_vec(), may_mirror: false }
        })
        .collect();
    let eps = height * 1e-6;
    let shapes = shapes::Shapes::new(&wanted, eps);
    let items: Vec<world::Item> = polys
        .iter()
        .enumerate()
        .flat_map(|(shape, (_, n))| (0..*n).map(move |_| world::Item { shape, fixed: false }))
        .collect();
    let area: f64 = items.iter().map(|i| shapes.shapes[i.shape].area_mm2).sum();
    let mut random = random::Random::new(seed);
    let layout = start::nowhere(items.len(), 4.0 * area / height);
    let mut world = world::World::new(&shapes, items, layout, height, (eps, 0.0));
    let order = start::largest_first(&world);
    let left = start::left_bottom_fill(&mut world, &order, &mut random);
    assert!(left.is_empty());
    world.layout.length_mm = start::used_length(&world);
    watch(Some(area / height / world.layout.length_mm));
    strip::shorten(&mut world, &mut random, &mut |layout| watch(layout.map(|l| area / height / l.length_mm)));
    area / height / world.layout.length_mm
}
