//! An order with little travel.
//!
//! First greedily: from where the tool is, always the nearest start that is left. Then, for
//! [`Method::Best`], local search: 2-opt and Or-opt (chains of up to three paths, both ways round) over
//! the nearest distinct places, with a work queue, until nothing in reach gains or the budget is used
//! up. Closed paths may begin at any of their vertices. No random numbers: same drawing, same order.
//!
//! What is minimised is the travel that people see: between paths, without the way from and to home.

mod closed;
mod greedy;
mod neighbours;
mod search;
mod tour;

use crate::rotate::start_point;
use crate::stats::travel_of;
use crate::{Progress, Stopped, start_at_vertex};
use kurbo::Point;
use penstock_drawing::{Drawing, Path};

/// How hard to look.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Method {
    /// Greedy, then local search.
    #[default]
    Best,
    /// Greedy only: about a fifth more travel, in a tenth of the time.
    Greedy,
}

/// What [`order`] may do.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct OrderOptions {
    /// How hard to look.
    pub method: Method,
    /// Paths may be drawn from their end to their start.
    pub allow_reverse: bool,
    /// Where the tool rests, in mm; the first path starts near it if that costs nothing.
    pub home: Point,
}

impl Default for OrderOptions {
    fn default() -> Self {
        Self { method: Method::Best, allow_reverse: true, home: Point::ORIGIN }
    }
}

/// One path in its new place: which one, from which vertex (closed paths), and whether reversed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Step {
    path: u32,
    vertex: u32,
    reversed: bool,
}

/// Orders the paths of every layer; layers keep their places. A layer begins from where the one before
/// it ends.
///
/// # Errors
/// [`Stopped`] when `progress` says so; the drawing is then unusable for anything but dropping.
pub fn order_drawing(
    drawing: &mut Drawing,
    options: &OrderOptions,
    progress: &mut Progress<'_>,
) -> Result<(), Stopped> {
    let total: usize = drawing.layers.iter().map(|layer| layer.paths.len()).sum();
    let (mut done, mut from) = (0, None);
    for layer in &mut drawing.layers {
        let count = layer.paths.len();
        let (before, share) = (done as f64 / total.max(1) as f64, count as f64 / total.max(1) as f64);
        let paths = std::mem::take(&mut layer.paths);
        layer.paths = order(paths, from, options, &mut |fraction| progress(before + share * fraction))?;
        from = layer.paths.last().map(Path::end).or(from);
        done += count;
    }
    Ok(())
}

/// Orders one layer. `from` is where the layer before ended; the way from there counts as travel. The
/// result never has more travel than `paths` had.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn order(
    paths: Vec<Path>,
    from: Option<Point>,
    options: &OrderOptions,
    progress: &mut Progress<'_>,
) -> Result<Vec<Path>, Stopped> {
    if paths.len() < 2 && from.is_none() {
        return Ok(paths);
    }
    let best = options.method == Method::Best;
    let greedy_share = if best { 0.2 } else { 1.0 };
    let start = from.unwrap_or(options.home);
    let mut steps = greedy::steps(&paths, start, options.allow_reverse, &mut |f| progress(f * greedy_share))?;
    if best {
        improve(&paths, &mut steps, from, options, &mut |f| {
            progress(greedy_share + f * (1.0 - greedy_share))
        })?;
    }
    if from.is_none() && options.allow_reverse {
        begin_near_home(&paths, &mut steps, options.home);
    }
    if travel(&paths, &steps, from) > travel_of(paths.iter(), from) {
        return Ok(paths);
    }
    Ok(apply(paths, &steps))
}

/// Local search and the choice of starts of closed paths, in turns while they gain.
fn improve(
    paths: &[Path],
    steps: &mut Vec<Step>,
    from: Option<Point>,
    options: &OrderOptions,
    progress: &mut Progress<'_>,
) -> Result<(), Stopped> {
    let rounds = if paths.iter().any(Path::is_closed) { 3 } else { 1 };
    for round in 0..rounds {
        let share = 1.0 / f64::from(rounds);
        let done = f64::from(round) * share;
        search::improve(paths, steps, from, options.allow_reverse, &mut |f| progress(done + f * share))?;
        let gained_mm = closed::choose_starts(paths, steps, from);
        if gained_mm <= 1e-6 {
            break;
        }
    }
    Ok(())
}

/// Turns the whole order round if its end is nearer to home than its start; travel stays the same.
fn begin_near_home(paths: &[Path], steps: &mut [Step], home: Point) {
    let (Some(&first), Some(&last)) = (steps.first(), steps.last()) else { return };
    if exit(paths, last).distance(home) < entry(paths, first).distance(home) {
        steps.reverse();
        for step in steps {
            step.reversed = !step.reversed;
        }
    }
}

/// Where the tool goes down.
fn entry(paths: &[Path], step: Step) -> Point {
    let path = &paths[step.path as usize];
    if step.reversed && !path.is_closed() { path.end() } else { start_point(path, step.vertex as usize) }
}

/// Where the tool goes up.
fn exit(paths: &[Path], step: Step) -> Point {
    let path = &paths[step.path as usize];
    match (path.is_closed(), step.reversed) {
        (true, _) => start_point(path, step.vertex as usize),
        (false, true) => path.start,
        (false, false) => path.end(),
    }
}

fn travel(paths: &[Path], steps: &[Step], mut from: Option<Point>) -> f64 {
    let mut travel = 0.0;
    for &step in steps {
        travel += from.map_or(0.0, |from| from.distance(entry(paths, step)));
        from = Some(exit(paths, step));
    }
    travel
}

fn apply(paths: Vec<Path>, steps: &[Step]) -> Vec<Path> {
    let mut paths: Vec<Option<Path>> = paths.into_iter().map(Some).collect();
    steps
        .iter()
        .filter_map(|step| {
            let path = start_at_vertex(paths[step.path as usize].take()?, step.vertex as usize);
            Some(if step.reversed { path.reversed() } else { path })
        })
        .collect()
}

#[cfg(test)]
mod tests;
