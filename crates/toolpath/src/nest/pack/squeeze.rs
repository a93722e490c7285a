//! Makes a full sheet fuller: puts one more shape on it, overlapping, and takes everything apart again.

use super::place_search::{Effort, best_spot};
use super::random::Random;
use super::separate::{Patience, Separated, separate};
use super::strip::Command;
use super::world::{Item, Spot, World};
use kurbo::Point;

const SEARCH: Effort = Effort { anywhere: 400, nearby: 0, improved: 6 };
const EFFORT: Effort = Effort { anywhere: 50, nearby: 25, improved: 3 };
const PATIENCE: Patience = Patience { rounds: 40, strikes: 1 };
/// No sheet becomes fuller than this; trying is a waste.
const FULLEST: f64 = 0.99;

/// Adds what it can of these shapes, in their order; gives the ones for which there was no room. The world
/// has nothing that overlaps before and after.
pub(in super::super) fn squeeze(
    world: &mut World<'_>,
    candidates: &[usize],
    random: &mut Random,
    watch: &mut dyn FnMut() -> Command,
) -> Vec<usize> {
    // What is fixed reaches over the sheet, so this is more than the room there is.
    let room_mm2 = FULLEST * world.layout.length_mm * world.height_mm;
    let mut area_mm2: f64 =
        world.movable().map(|item| world.shapes.shapes[world.items[item].shape].area_mm2).sum();
    let mut failed = vec![false; world.shapes.shapes.len()];
    let mut left_over = Vec::new();
    let mut stopped = false;
    for &shape in candidates {
        let more_mm2 = world.shapes.shapes[shape].area_mm2;
        let hopeless = stopped || failed[shape] || area_mm2 + more_mm2 > room_mm2;
        if !hopeless && add(world, shape, random, watch, &mut stopped) {
            area_mm2 += more_mm2;
        } else {
            failed[shape] = true;
            left_over.push(shape);
        }
    }
    left_over
}

fn add(
    world: &mut World<'_>,
    shape: usize,
    random: &mut Random,
    watch: &mut dyn FnMut() -> Command,
    stopped: &mut bool,
) -> bool {
    let before = world.layout.clone();
    let Some((pose, room)) =
        (0..world.shapes.shapes[shape].poses.len()).find_map(|pose| Some((pose, world.room(shape, pose)?)))
    else {
        return false;
    };
    let at = Point::new(random.between(room.x0, room.x1), random.between(room.y0, room.y1));
    world.push(Item { shape, fixed: false }, Spot { at, pose });
    let all = world.layout.clone();
    world.set(&all);
    let item = world.items.len() - 1;
    let spot = best_spot(world, item, SEARCH, random);
    world.move_to(item, spot);
    let outcome = separate(world, EFFORT, PATIENCE, random, &mut || watch() == Command::Continue);
    if outcome == Separated::Apart {
        return true;
    }
    *stopped = outcome == Separated::Stopped;
    world.pop();
    world.set(&before);
    false
}
