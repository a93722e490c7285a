//! Takes overlapping items apart on a sheet of fixed size: guided local search.
//!
//! All items that overlap are moved in turn to the best spot found for each, by weighted overlap. After
//! each round what still overlaps becomes dearer, so that no standstill lasts. (Gardeyn, Wauters and Vanden
//! Berghe, arXiv 2509.13329; the overlap measure here is the exact penetration depth instead of their
//! proxy.)

use super::place_search::{Effort, best_spot};
use super::random::Random;
use super::world::World;

/// When separating gives up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// Rounds without a better layout before a strike.
    pub(super) rounds: usize,
    /// Strikes in a row without much progress before it ends.
    pub(super) strikes: usize,
}

/// How separating ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Separated {
    /// Nothing overlaps.
    Apart,
    /// It gave up; the world holds the least overlap seen.
    Stuck,
    /// It was told to stop.
    Stopped,
}

/// A round that makes the overlap smaller by less than this share is no progress.
const PROGRESS: f64 = 0.98;

/// Moves items until nothing overlaps or its patience ends. `step` is called before each round and says
/// whether to go on.
pub(super) fn separate(
    world: &mut World<'_>,
    effort: Effort,
    patience: Patience,
    random: &mut Random,
    step: &mut dyn FnMut() -> bool,
) -> Separated {
    let mut least = (world.loss(), world.layout.clone());
    if least.0 == 0.0 {
        return Separated::Apart;
    }
    world.forget_weights();
    let mut strikes = 0;
    while strikes < patience.strikes {
        let at_start = least.0;
        let mut idle = 0;
        while idle < patience.rounds {
            if !step() {
                return Separated::Stopped;
            }
            round(world, effort, random);
            let loss = world.loss();
            if loss == 0.0 {
                return Separated::Apart;
            }
            idle = if loss < least.0 * PROGRESS { 0 } else { idle + 1 };
            if loss < least.0 {
                least = (loss, world.layout.clone());
            }
            world.raise_weights();
        }
        strikes = if least.0 > at_start * PROGRESS { strikes + 1 } else { 0 };
        world.set(&least.1);
    }
    Separated::Stuck
}

/// Moves every item that overlaps, in random order.
fn round(world: &mut World<'_>, effort: Effort, random: &mut Random) {
    let mut order: Vec<usize> = world.movable().filter(|&item| world.loss_of(item) > 0.0).collect();
    random.shuffle(&mut order);
    for item in order {
        if world.loss_of(item) > 0.0 {
            let spot = best_spot(world, item, effort, random);
            if spot != world.layout.spots[item] {
                world.move_to(item, spot);
            }
        }
    }
}
