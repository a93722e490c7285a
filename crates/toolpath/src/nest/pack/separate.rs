//! Takes overlapping items apart on a sheet of fixed size: guided local search.
//!
//! All items that overlap are moved in turn to the best spot found for each, by weighted overlap. After
//! each round what still overlaps becomes dearer, so that no standstill lasts. (Gardeyn, Wauters and Vanden
//! Berghe, arXiv 2509.13329; the overlap measure here is the exact penetration depth instead of their
//! proxy.)
//!
//! Two attempts with chances of their own run side by side, on two threads. They go by steps of a fixed
//! number of rounds, and the one that needed the fewest rounds wins: which thread is faster decides nothing.

use super::place_search::{Effort, best_spot};
use super::random::Random;
use super::world::{Layout, World};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Attempts side by side.
const ATTEMPTS: usize = 2;
/// Rounds of a step times items: a step lasts some hundredths of a second.
const STEP_WORK: usize = 800;
const MOST_ROUNDS: usize = 16;

/// When separating gives up.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Patience {
    /// Rounds without a better layout before a strike.
    pub(in super::super) rounds: usize,
    /// Strikes in a row without much progress before it ends.
    pub(in super::super) strikes: usize,
}

/// How separating ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) enum Separated {
    /// Nothing overlaps.
    Apart,
    /// It gave up; the world holds the least overlap seen.
    Stuck,
    /// It was told to stop.
    Stopped,
}

/// A round that makes the overlap smaller by less than this share is no progress.
const PROGRESS: f64 = 0.98;

/// Moves items until nothing overlaps or its patience ends. `step` is called before each step and says
/// whether to go on.
pub(in super::super) fn separate(
    world: &mut World<'_>,
    effort: Effort,
    patience: Patience,
    random: &mut Random,
    step: &mut dyn FnMut() -> bool,
) -> Separated {
    if world.loss() == 0.0 {
        return Separated::Apart;
    }
    world.forget_weights();
    let rounds = (STEP_WORK / world.items.len().max(1)).clamp(1, MOST_ROUNDS);
    let mut attempts: [Attempt<'_>; ATTEMPTS] =
        std::array::from_fn(|_| Attempt::new(world.clone(), random.split(), effort, patience));
    loop {
        if !step() {
            return Separated::Stopped;
        }
        // The fewest rounds of this step after which an attempt had nothing that overlaps.
        let first = AtomicUsize::new(usize::MAX);
        let [one, other] = &mut attempts;
        std::thread::scope(|scope| {
            scope.spawn(|| other.run(rounds, &first));
            one.run(rounds, &first);
        });
        let winner = attempts.iter_mut().min_by_key(|attempt| attempt.apart_after.unwrap_or(usize::MAX));
        if let Some(winner) = winner.filter(|attempt| attempt.apart_after.is_some()) {
            std::mem::swap(world, &mut winner.world);
            return Separated::Apart;
        }
        if attempts.iter().all(|attempt| attempt.strikes >= patience.strikes) {
            let best = attempts.iter().min_by(|a, b| a.least.total_cmp(&b.least));
            if let Some(best) = best {
                world.set(&best.best);
            }
            return Separated::Stuck;
        }
    }
}

/// One attempt with its own chances.
struct Attempt<'a> {
    world: World<'a>,
    random: Random,
    effort: Effort,
    patience: Patience,
    /// The least overlap seen, and where.
    least: f64,
    best: Layout,
    /// The least overlap when the present strike began.
    at_start: f64,
    idle: usize,
    strikes: usize,
    /// In the present step.
    apart_after: Option<usize>,
}

impl<'a> Attempt<'a> {
    fn new(world: World<'a>, random: Random, effort: Effort, patience: Patience) -> Self {
        let (least, best) = (world.loss(), world.layout.clone());
        Self {
            world,
            random,
            effort,
            patience,
            least,
            best,
            at_start: least,
            idle: 0,
            strikes: 0,
            apart_after: None,
        }
    }

    /// Some rounds; fewer when it is done, gives up, or the other one was done in fewer.
    fn run(&mut self, rounds: usize, first: &AtomicUsize) {
        for nth in 0..rounds {
            if self.strikes >= self.patience.strikes || nth > first.load(Ordering::Relaxed) {
                return;
            }
            round(&mut self.world, self.effort, &mut self.random);
            let loss = self.world.loss();
            if loss == 0.0 {
                self.apart_after = Some(nth);
                first.fetch_min(nth, Ordering::Relaxed);
                return;
            }
            self.idle = if loss < self.least * PROGRESS { 0 } else { self.idle + 1 };
            if loss < self.least {
                self.least = loss;
                self.best.clone_from(&self.world.layout);
            }
            self.world.raise_weights();
            if self.idle >= self.patience.rounds {
                self.strikes = if self.least > self.at_start * PROGRESS { self.strikes + 1 } else { 0 };
                (self.at_start, self.idle) = (self.least, 0);
                self.world.set(&self.best);
            }
        }
    }
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
