//! Makes a strip of fixed height as short as it can.
//!
//! Exploring shortens the strip whenever nothing overlaps, by a sixtieth while that is easy and by a
//! thousandth later, and where that cannot be had
//! starts again from one of the best failures with two large items swapped. Compressing then shortens the
//! best layout by ever smaller steps.

use super::place_search::Effort;
use super::random::Random;
use super::separate::{Patience, Separated, separate};
use super::world::{Layout, World};
use kurbo::Vec2;

/// What the caller wants next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Command {
    /// Go on as before.
    Continue,
    /// No more exploring: make what there is shorter.
    Compress,
    /// Stop with what there is.
    Finish,
}

const EXPLORE_SHRINK: f64 = 0.001;
/// At first it becomes shorter by larger shares, as long as that is easy.
const FIRST_SHRINK: f64 = 0.016;
const HASTY: Patience = Patience { rounds: 25, strikes: 1 };
const COMPRESS_SHRINK: (f64, f64) = (0.0005, 0.000_01);
const EXPLORING: Patience = Patience { rounds: 200, strikes: 3 };
const COMPRESSING: Patience = Patience { rounds: 100, strikes: 5 };
pub(in super::super) const EFFORT: Effort = Effort { anywhere: 50, nearby: 25, improved: 3 };

/// When compressing ends by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) enum Until {
    /// After so many tries in a row in which it became no shorter.
    Misses(u32),
    /// Not before it is told to.
    Told,
}

/// Shortens the strip from a layout without overlaps, by large steps that may start again elsewhere. `watch`
/// hears of every round, with a better layout when there is one; its answer ends the exploring.
pub(in super::super) fn explore(
    world: &mut World<'_>,
    random: &mut Random,
    watch: &mut dyn FnMut(Option<&Layout>) -> Command,
) {
    let mut best = world.layout.clone();
    search(world, &mut best, random, watch);
    world.set(&best);
}

/// Shortens the strip from a layout without overlaps, by ever smaller steps. Says what `watch` said last:
/// nothing but [`Command::Finish`] ends everything.
pub(in super::super) fn compress(
    world: &mut World<'_>,
    until: Until,
    random: &mut Random,
    watch: &mut dyn FnMut(Option<&Layout>) -> Command,
) -> Command {
    let mut best = world.layout.clone();
    let told = tighten(world, &mut best, until, random, watch);
    world.set(&best);
    told
}

fn search(
    world: &mut World<'_>,
    best: &mut Layout,
    random: &mut Random,
    watch: &mut dyn FnMut(Option<&Layout>) -> Command,
) {
    let mut failures: Vec<(f64, Layout)> = Vec::new();
    let mut share = FIRST_SHRINK;
    if !shrink_at_most(world, &mut share, random) {
        return;
    }
    loop {
        let hasty = share > EXPLORE_SHRINK;
        let patience = if hasty { HASTY } else { EXPLORING };
        let mut go_on = || watch(None) == Command::Continue;
        match separate(world, EFFORT, patience, random, &mut go_on) {
            Separated::Stopped => return,
            Separated::Apart => {
                best.clone_from(&world.layout);
                failures.clear();
                if watch(Some(best)) != Command::Continue || !shrink_at_most(world, &mut share, random) {
                    return;
                }
            }
            Separated::Stuck if hasty => {
                share = (share / 2.0).max(EXPLORE_SHRINK);
                world.set(best);
                if !shrink_at_most(world, &mut share, random) {
                    return;
                }
            }
            Separated::Stuck => {
                let loss = world.loss();
                let at = failures.partition_point(|(other, _)| *other <= loss);
                failures.insert(at, (loss, world.layout.clone()));
                let chosen = ((random.normal().abs() * 0.25).min(1.0) * (failures.len() - 1) as f64) as usize;
                world.set(&failures[chosen].1);
                disturb(world, random);
            }
        }
    }
}

fn tighten(
    world: &mut World<'_>,
    best: &mut Layout,
    until: Until,
    random: &mut Random,
    watch: &mut dyn FnMut(Option<&Layout>) -> Command,
) -> Command {
    let (first, last) = COMPRESS_SHRINK;
    let mut step = first;
    let mut misses = 0;
    while until != Until::Misses(misses) {
        world.set(best);
        if !shrink(world, step, random) {
            break;
        }
        let mut go_on = || watch(None) != Command::Finish;
        match separate(world, EFFORT, COMPRESSING, random, &mut go_on) {
            Separated::Stopped => return Command::Finish,
            Separated::Apart => {
                misses = 0;
                best.clone_from(&world.layout);
                if watch(Some(best)) == Command::Finish {
                    return Command::Finish;
                }
            }
            Separated::Stuck => {
                misses += 1;
                step = (step * 0.8).max(last);
            }
        }
    }
    Command::Compress
}

/// Makes the strip shorter by this share, or by less where a part is too long for so much. Says whether there
/// was any way.
fn shrink_at_most(world: &mut World<'_>, share: &mut f64, random: &mut Random) -> bool {
    while !shrink(world, *share, random) {
        if *share <= EXPLORE_SHRINK {
            return false;
        }
        *share = (*share / 2.0).max(EXPLORE_SHRINK);
    }
    true
}

/// Makes the strip shorter by a share of its length: what lies right of a random line moves left. Says
/// whether everything still has room.
fn shrink(world: &mut World<'_>, share: f64, random: &mut Random) -> bool {
    let mut layout = world.layout.clone();
    let by = layout.length_mm * share;
    let line = random.unit() * layout.length_mm;
    layout.length_mm -= by;
    for (item, spot) in layout.spots.iter_mut().enumerate() {
        let center = world.pose(item, spot.pose).at(spot.at.to_vec2()).center();
        if !world.items[item].fixed && center.x > line {
            spot.at -= Vec2::new(by, 0.0);
        }
    }
    keep_inside(world, layout)
}

/// Takes a layout, with everything moved onto the sheet that reaches over its edge.
fn keep_inside(world: &mut World<'_>, mut layout: Layout) -> bool {
    let before = std::mem::replace(&mut world.layout.length_mm, layout.length_mm);
    for item in 0..layout.spots.len() {
        if world.items[item].fixed {
            continue;
        }
        let spot = &mut layout.spots[item];
        let Some(room) = world.room(world.items[item].shape, spot.pose) else {
            world.layout.length_mm = before;
            return false;
        };
        spot.at.x = spot.at.x.clamp(room.x0, room.x1);
        spot.at.y = spot.at.y.clamp(room.y0, room.y1);
    }
    world.set(&layout);
    true
}

/// Swaps two large items of different shapes.
fn disturb(world: &mut World<'_>, random: &mut Random) {
    let area = |item: &usize| world.shapes.shapes[world.items[*item].shape].area_mm2;
    let mut large: Vec<usize> = world.movable().collect();
    large.sort_by(|a, b| area(b).total_cmp(&area(a)));
    let total = large.iter().map(area).fold(0.0, std::ops::Add::add);
    let mut sum = 0.0;
    large.retain(|item| {
        let before = sum;
        sum += area(item);
        before < 0.75 * total
    });
    let Some(&first) = large.get(random.below(large.len())) else { return };
    let others: Vec<usize> =
        large.into_iter().filter(|&item| world.items[item].shape != world.items[first].shape).collect();
    if others.is_empty() {
        return;
    }
    let second = others[random.below(others.len())];
    let mut layout = world.layout.clone();
    let (a, b) = (layout.spots[first], layout.spots[second]);
    layout.spots[first].at = b.at;
    layout.spots[second].at = a.at;
    keep_inside(world, layout);
}
