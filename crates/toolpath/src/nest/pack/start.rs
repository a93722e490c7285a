//! A first layout without overlaps: the largest item first, each as far left and then as far up as a
//! search finds room.

use super::random::Random;
use super::world::{Layout, Spot, World};
use kurbo::{Point, Rect};

const SAMPLES: usize = 1500;

/// Places items one after the other; gives the ones that found no room.
pub(super) fn left_bottom_fill(world: &mut World<'_>, order: &[usize], random: &mut Random) -> Vec<usize> {
    let mut left_over = Vec::new();
    for &item in order {
        match leftmost(world, item, random) {
            Some(spot) => world.move_to(item, spot),
            None => left_over.push(item),
        }
    }
    left_over
}

/// Items by the size of their shapes, the largest first.
pub(super) fn largest_first(world: &World<'_>) -> Vec<usize> {
    let area = |item: usize| world.shapes.shapes[world.items[item].shape].area_mm2;
    let mut order: Vec<usize> = (0..world.items.len()).filter(|&item| !world.items[item].fixed).collect();
    order.sort_by(|&a, &b| area(b).total_cmp(&area(a)));
    order
}

/// Where something waits that is not on the sheet yet: so far away that it meets nothing.
pub(super) const AWAY: Spot = Spot { at: Point::new(-1e12, -1e12), pose: 0 };

fn leftmost(world: &World<'_>, item: usize, random: &mut Random) -> Option<Spot> {
    let poses = world.shapes.shapes[world.items[item].shape].poses.len();
    let side = world.shapes.shapes[world.items[item].shape].least_side_mm;
    // How far the item reaches to the right counts, and a little how far down.
    let cost = |spot: Spot| {
        let bounds = world.pose(item, spot.pose).at(spot.at.to_vec2());
        bounds.x1 + 0.1 * bounds.x0 + 0.01 * bounds.y0
    };
    let is_free = |spot: Spot| world.loss_at(item, spot, f64::MIN_POSITIVE) == 0.0;
    let mut best: Option<(f64, Spot)> = None;
    for number in 0..SAMPLES {
        let pose = number % poses;
        let Some(room) = world.room(item, pose) else { continue };
        // What lies further right than the best cannot be better.
        let reach = best.map_or(room.x1, |(cost, _)| room.x1.min(cost - world.pose(item, pose).bounds.x1));
        let at = Point::new(random.between(room.x0, reach), random.between(room.y0, room.y1));
        let spot = Spot { at, pose };
        if best.is_none_or(|(least, _)| cost(spot) < least) && is_free(spot) {
            let spot = slide(spot, room, side, &is_free);
            if best.is_none_or(|(least, _)| cost(spot) < least) {
                best = Some((cost(spot), spot));
            }
        }
    }
    best.map(|(_, spot)| spot)
}

/// Moves left and up in turn, by steps that become smaller.
fn slide(mut spot: Spot, room: Rect, side: f64, is_free: &dyn Fn(Spot) -> bool) -> Spot {
    let mut step = side * 0.5;
    while step > side * 0.001 {
        let left = Spot { at: Point::new((spot.at.x - step).max(room.x0), spot.at.y), ..spot };
        let up = Spot { at: Point::new(spot.at.x, (spot.at.y - step).max(room.y0)), ..spot };
        if left != spot && is_free(left) {
            spot = left;
        } else if up != spot && is_free(up) {
            spot = up;
        } else {
            step *= 0.5;
        }
    }
    spot
}

/// How long a strip is needed for what lies in it.
pub(super) fn used_length(world: &World<'_>) -> f64 {
    let items = (0..world.items.len()).filter(|&item| !world.items[item].fixed);
    let reach = items.map(|item| {
        let spot = world.layout.spots[item];
        world.pose(item, spot.pose).at(spot.at.to_vec2()).x1
    });
    reach.filter(|x| x.is_finite()).fold(0.0, f64::max)
}

/// An empty layout of this length.
pub(super) fn nowhere(items: usize, length_mm: f64) -> Layout {
    Layout { spots: vec![AWAY; items], length_mm }
}
