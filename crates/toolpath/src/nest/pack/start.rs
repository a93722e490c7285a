//! A first layout without overlaps: one item after the other, each as far left and then as far up as a
//! search finds room.

use super::crowd::Crowd;
use super::place_search::in_a_hole;
use super::random::Random;
use super::world::{Item, Spot, World};
use kurbo::{Point, Rect};

const SAMPLES: usize = 1500;

/// Shapes that were not placed.
#[derive(Debug, Default)]
pub(in super::super) struct Rest {
    /// There was no room for them.
    pub(in super::super) no_room: Vec<usize>,
    /// Nobody tried.
    pub(in super::super) not_tried: Vec<usize>,
}

/// Adds shapes one after the other where there is room for them, as long as `more` agrees, which hears how
/// many are placed. Once one copy of a shape has found no room, the others are not tried.
pub(in super::super) fn left_bottom_fill(
    world: &mut World<'_>,
    shapes: &[usize],
    random: &mut Random,
    more: &mut dyn FnMut(usize) -> bool,
) -> Rest {
    let mut failed = vec![false; world.shapes.shapes.len()];
    let mut rest = Rest::default();
    let mut crowd = Crowd::new(world, shapes);
    for (at, &shape) in shapes.iter().enumerate() {
        if failed[shape] {
            rest.no_room.push(shape);
            continue;
        }
        if !more(at - rest.no_room.len()) {
            rest.not_tried.extend(&shapes[at..]);
            break;
        }
        match leftmost(world, &crowd, shape, random) {
            Some(spot) => {
                world.push(Item { shape, fixed: false }, spot);
                crowd.add(world, world.items.len() - 1);
            }
            None => {
                failed[shape] = true;
                rest.no_room.push(shape);
            }
        }
    }
    rest
}

fn leftmost(world: &World<'_>, crowd: &Crowd, shape: usize, random: &mut Random) -> Option<Spot> {
    let kind = &world.shapes.shapes[shape];
    let (poses, side) = (&kind.poses, kind.least_side_mm);
    // How far the item reaches to the right counts, and a little how far down.
    let cost = |spot: Spot| {
        let bounds = poses[spot.pose].at(spot.at.to_vec2());
        bounds.x1 + 0.1 * bounds.x0 + 0.01 * bounds.y0
    };
    let mut best: Option<(f64, Spot)> = None;
    for number in 0..SAMPLES.max(poses.len() * 4) {
        let pose =
            if kind.has_many_poses() { kind.pose_by(number, number / 2) } else { number % poses.len() };
        let Some(room) = world.room(shape, pose) else { continue };
        // What lies further right than the best cannot be better.
        let reach = best.map_or(room.x1, |(cost, _)| room.x1.min(cost - poses[pose].bounds.x1));
        let anywhere = Point::new(random.between(room.x0, reach), random.between(room.y0, room.y1));
        let hole = in_a_hole(world, random).filter(|_| number % 3 == 0);
        let at = hole
            .map_or(anywhere, |at| Point::new(at.x.clamp(room.x0, room.x1), at.y.clamp(room.y0, room.y1)));
        let spot = Spot { at, pose };
        if best.is_none_or(|(least, _)| cost(spot) < least) && crowd.leaves_free(world, shape, spot) {
            let spot = slide(spot, room, side, &|spot| crowd.leaves_free(world, shape, spot));
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
pub(in super::super) fn used_length(world: &World<'_>) -> f64 {
    let reach = world.movable().map(|item| {
        let spot = world.layout.spots[item];
        world.pose(item, spot.pose).at(spot.at.to_vec2()).x1
    });
    reach.fold(0.0, f64::max)
}
