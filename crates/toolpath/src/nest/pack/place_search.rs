//! Looks for a better spot for one item: samples over the sheet and around where it lies, then a descent
//! along the axes from the best of them.

use super::random::Random;
use super::world::{Spot, World};
use kurbo::{Point, Vec2};

/// How thoroughly one item is looked after.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// Spots tried anywhere.
    pub(super) anywhere: usize,
    /// Spots tried near where it lies.
    pub(super) nearby: usize,
    /// How many of the best are improved.
    pub(super) improved: usize,
}

#[derive(Clone, Copy, Debug)]
struct Try {
    spot: Spot,
    loss: f64,
}

/// The best spot found; it may be where the item lies.
pub(super) fn best_spot(world: &World<'_>, item: usize, effort: Effort, random: &mut Random) -> Spot {
    let here = world.layout.spots[item];
    let shape = world.items[item].shape;
    let kind = &world.shapes.shapes[shape];
    let side = kind.least_side_mm;
    let poses = kind.poses.len();
    let mut best =
        Best { tries: Vec::with_capacity(effort.improved + 1), room: effort.improved, apart: side * 0.05 };
    best.offer(Try { spot: here, loss: world.weighted_loss(item) });
    for number in 0..effort.anywhere + effort.nearby {
        let anywhere = number < effort.anywhere;
        let pose = kind.pose_by(number, random.below(poses));
        let Some(room) = world.room(shape, pose) else { continue };
        let at = if anywhere {
            match in_a_hole(world, random).filter(|_| number % 4 == 0) {
                Some(at) => clamp(at, room),
                None => Point::new(random.between(room.x0, room.x1), random.between(room.y0, room.y1)),
            }
        } else {
            let step = Vec2::new(random.normal(), random.normal()) * (side * 0.25);
            clamp(here.at + step, room)
        };
        let pose = match number % 3 {
            _ if anywhere => pose,
            // Among many angles the next ones are what makes a good spot better.
            0 if kind.has_many_poses() => {
                let by = 1 + random.below(2) as isize;
                kind.turned_on(here.pose, if random.below(2) == 0 { by } else { -by })
            }
            _ if number % 2 == 0 => pose,
            _ => here.pose,
        };
        let Some(room) = world.room(shape, pose) else { continue };
        let spot = Spot { at: clamp(at, room), pose };
        let loss = world.loss_at(item, spot, best.worst());
        best.offer(Try { spot, loss });
    }
    let coarse =
        best.tries.into_iter().map(|start| descend(world, item, start, (side * 0.25, side * 0.02), random));
    let winner = coarse.min_by(|a, b| a.loss.total_cmp(&b.loss));
    winner.map_or(here, |start| descend(world, item, start, (side * 0.02, side * 0.0005), random).spot)
}

/// A point in a hole of an item, more often near its middle; none when chance finds an item without holes.
pub(super) fn in_a_hole(world: &World<'_>, random: &mut Random) -> Option<Point> {
    if !world.shapes.have_holes {
        return None;
    }
    let item = random.below(world.items.len());
    let shape = world.shapes.shapes.get(world.items.get(item)?.shape)?;
    let hole = shape.holes.get(random.below(shape.holes.len()))?;
    let spot = world.layout.spots[item];
    let middle = spot.at + shape.poses[spot.pose].turn(hole.center().to_vec2());
    let spread = hole.width().min(hole.height()) * 0.15;
    Some(middle + Vec2::new(random.normal(), random.normal()) * spread)
}

fn clamp(at: Point, room: kurbo::Rect) -> Point {
    Point::new(at.x.clamp(room.x0, room.x1), at.y.clamp(room.y0, room.y1))
}

/// The best few tries that are not almost the same.
struct Best {
    tries: Vec<Try>,
    room: usize,
    apart: f64,
}

impl Best {
    fn worst(&self) -> f64 {
        if self.tries.len() < self.room {
            f64::INFINITY
        } else {
            self.tries.last().map_or(f64::INFINITY, |t| t.loss)
        }
    }

    fn offer(&mut self, new: Try) {
        if new.loss >= self.worst() {
            return;
        }
        let twin = self.tries.iter().position(|old| {
            old.spot.pose == new.spot.pose && (old.spot.at - new.spot.at).hypot2() < self.apart * self.apart
        });
        if let Some(twin) = twin {
            if self.tries[twin].loss <= new.loss {
                return;
            }
            self.tries.remove(twin);
        }
        let at = self.tries.partition_point(|old| old.loss <= new.loss);
        self.tries.insert(at, new);
        self.tries.truncate(self.room);
    }
}

/// Steps along one of four axes at a time, both ways; longer after a success, shorter after a failure.
fn descend(
    world: &World<'_>,
    item: usize,
    start: Try,
    (first, last): (f64, f64),
    random: &mut Random,
) -> Try {
    const DIAGONAL: f64 = std::f64::consts::FRAC_1_SQRT_2;
    const AXES: [Vec2; 4] = [
        Vec2::new(1.0, 0.0),
        Vec2::new(0.0, 1.0),
        Vec2::new(DIAGONAL, DIAGONAL),
        Vec2::new(DIAGONAL, -DIAGONAL),
    ];
    let Some(room) = world.room(world.items[item].shape, start.spot.pose) else { return start };
    let mut best = start;
    let mut step = first;
    while step > last && best.loss > 0.0 {
        let axis = AXES[random.below(4)] * step;
        let before = best.loss;
        for way in [axis, -axis] {
            let spot = Spot { at: clamp(start_of(best) + way, room), pose: best.spot.pose };
            let loss = world.loss_at(item, spot, best.loss);
            if loss < best.loss {
                best = Try { spot, loss };
                break;
            }
        }
        step *= if best.loss < before { 1.1 } else { 0.5 };
    }
    best
}

fn start_of(best: Try) -> Point {
    best.spot.at
}
