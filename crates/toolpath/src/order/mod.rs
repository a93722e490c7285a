//! An order with little travel.
//!
//! First greedily: from where the tool is, always the nearest start that is left. Then, for
//! [`Method::Best`], local search: 2-opt and Or-opt (chains of up to three paths, both ways round) over
//! the nearest distinct places, with a work queue, until nothing in reach gains. Closed paths may begin at
//! any of their vertices: the same search turns them, and moves them to where one of their vertices is near.
//! With a [`Budget`] it goes on from there for as long as one likes. Same drawing, options and seed: same
//! order.
//!
//! What is minimised is the time of the moves between paths, without the ways from and to home: short
//! moves never reach full speed, so the order with the least millimetres is not the quickest. Should fewer
//! seconds mean more millimetres than the file has, millimetres are minimised instead; the result has
//! never more of them than the file.

mod budget;
mod closed;
mod cost;
mod doors;
mod further;
mod greedy;
mod groups;
mod moves;
mod neighbours;
mod nesting;
mod search;
mod tour;

pub use budget::Budget;
pub use groups::order_groups;

use crate::rotate::start_point;
use crate::time::{Motion, Profile};
use crate::{Progress, Stopped, start_at_vertex};
use cost::Cost;
use doors::Doors;
use kurbo::Point;
use neighbours::Neighbours;
use nesting::Nesting;
use penstock_drawing::{Drawing, Path};
use search::{Field, Search};

/// How hard to look.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Method {
    /// Greedy, then local search.
    #[default]
    Best,
    /// Greedy only: about a fifth more travel, in a tenth of the time.
    Greedy,
}

/// What has to come before what.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Rule {
    /// Anything may.
    #[default]
    None,
    /// What lies inside of a closed path comes before it. This may mean more travel than the file has.
    InnerFirst,
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
    /// What has to come before what.
    pub rule: Rule,
    /// How the machine moves with the tool up: what a move costs.
    pub pen_up: Motion,
    /// How long to go on when no single change gains any more; only for [`Method::Best`].
    pub budget: Budget,
    /// Where the numbers for that come from.
    pub seed: u64,
}

impl Default for OrderOptions {
    fn default() -> Self {
        Self {
            method: Method::Best,
            allow_reverse: true,
            home: Point::ORIGIN,
            rule: Rule::None,
            pen_up: Profile::AXIDRAW.pen_up,
            budget: Budget::None,
            seed: 0,
        }
    }
}

/// What became of the budget.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Ordered {
    /// Rounds that the budget stood for.
    pub rounds_asked: u64,
    /// Rounds that were done. Fewer mean that somebody had enough: then the order depends on when.
    pub rounds_done: u64,
}

/// One path in its new place: which one, from which vertex (closed paths), and whether reversed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Step {
    path: u32,
    vertex: u32,
    reversed: bool,
}

impl Step {
    /// Into its path through this door.
    fn through(doors: &Doors, door: u32) -> Self {
        let (path, vertex) = (doors.path(door), doors.vertex(door));
        if doors.is_closed(path) {
            Self { path, vertex, reversed: false }
        } else {
            Self { path, vertex: 0, reversed: vertex == 1 }
        }
    }
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
) -> Result<Ordered, Stopped> {
    order_drawing_until(drawing, options, progress, &mut || false)
}

/// As [`order_drawing`], but goes on with what has been found when `enough` answers yes. It is asked now
/// and then while the budget is spent.
///
/// # Errors
/// [`Stopped`] when `progress` says so; the drawing is then unusable for anything but dropping.
pub fn order_drawing_until(
    drawing: &mut Drawing,
    options: &OrderOptions,
    progress: &mut Progress<'_>,
    enough: &mut dyn FnMut() -> bool,
) -> Result<Ordered, Stopped> {
    let total = drawing.path_count();
    let (mut done, mut from) = (0, None);
    let mut ordered = Ordered::default();
    for at in 0..drawing.layers.len() {
        let (layers, later) = drawing.layers.split_at_mut(at + 1);
        let layer = &mut layers[at];
        let to = later.iter().flat_map(|layer| &layer.paths).next().map(|path| path.start);
        let count = layer.paths.len();
        let (before, share) = (done as f64 / total.max(1) as f64, count as f64 / total.max(1) as f64);
        let budget = Budget::Rounds(options.budget.rounds(&layer.paths, total));
        let options = OrderOptions { budget, ..*options };
        let paths = std::mem::take(&mut layer.paths);
        let mut progress = |fraction| progress(before + share * fraction);
        let (paths, rounds) = order_until(paths, Between { from, to }, &options, &mut progress, enough)?;
        layer.paths = paths;
        ordered.rounds_asked += rounds.rounds_asked;
        ordered.rounds_done += rounds.rounds_done;
        from = layer.paths.last().map(Path::end).or(from);
        done += count;
    }
    Ok(ordered)
}

/// Orders one layer. `from` is where the layer before ended; the way from there counts as travel. The
/// result never has more travel than `paths` had, unless a [`Rule`] asks for another order.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn order(
    paths: Vec<Path>,
    from: Option<Point>,
    options: &OrderOptions,
    progress: &mut Progress<'_>,
) -> Result<Vec<Path>, Stopped> {
    let between = Between { from, to: None };
    order_until(paths, between, options, progress, &mut || false).map(|(paths, _)| paths)
}

/// Where the layer before ends and where the next one begins, as things stand.
#[derive(Clone, Copy, Default)]
struct Between {
    from: Option<Point>,
    to: Option<Point>,
}

fn order_until(
    paths: Vec<Path>,
    between: Between,
    options: &OrderOptions,
    progress: &mut Progress<'_>,
    enough: &mut dyn FnMut() -> bool,
) -> Result<(Vec<Path>, Ordered), Stopped> {
    let (steps, ordered) = find(&paths, between, options, progress, enough)?;
    Ok((apply(paths, &steps), ordered))
}

/// The order of [`order`], as steps.
fn find(
    paths: &[Path],
    between: Between,
    options: &OrderOptions,
    progress: &mut Progress<'_>,
    enough: &mut dyn FnMut() -> bool,
) -> Result<(Vec<Step>, Ordered), Stopped> {
    if paths.len() < 2 && between.from.is_none() {
        return Ok((as_given(paths), Ordered::default()));
    }
    let length = |steps: &[Step]| price(paths, steps, between, Cost::Length);
    let most_mm = length(&as_given(paths));
    let nesting = (options.rule == Rule::InnerFirst).then(|| Nesting::new(paths));
    // Where the next layer begins may still change, so the way there does not count, unless without it
    // there would be more travel than in the file.
    let free =
        Attempt { paths, between: Between { to: None, ..between }, options, nesting: nesting.as_ref() };
    let (steps, ordered) = free.run(Cost::seconds(&options.pen_up), progress, enough)?;
    if nesting.is_some() || length(&steps) <= most_mm {
        return Ok((steps, ordered));
    }
    let bound = Attempt { between, ..free };
    let (steps, ordered) = bound.run(Cost::Length, progress, enough)?;
    if length(&steps) <= most_mm {
        return Ok((steps, ordered));
    }
    Ok((as_given(paths), ordered))
}

/// Every path where and as it is.
fn as_given(paths: &[Path]) -> Vec<Step> {
    (0..paths.len() as u32).map(|path| Step { path, vertex: 0, reversed: false }).collect()
}

/// One layer, to be ordered by one kind of cost.
#[derive(Clone, Copy)]
struct Attempt<'a> {
    paths: &'a [Path],
    between: Between,
    options: &'a OrderOptions,
    nesting: Option<&'a Nesting>,
}

impl Attempt<'_> {
    fn run(
        &self,
        cost: Cost,
        progress: &mut Progress<'_>,
        enough: &mut dyn FnMut() -> bool,
    ) -> Result<(Vec<Step>, Ordered), Stopped> {
        let Self { paths, between, options, nesting } = *self;
        let Between { from, to } = between;
        let best = options.method == Method::Best;
        let rounds = if best { options.budget.rounds(paths, paths.len()) } else { 0 };
        let greedy_share = match (best, rounds) {
            (false, _) => 1.0,
            (true, 0) => 0.2,
            (true, _) => 0.02,
        };
        let doors = Doors::new(paths.iter());
        let start = from.unwrap_or(options.home);
        let allow_reverse = options.allow_reverse;
        let mut steps =
            greedy::steps(&doors, paths.len(), start, allow_reverse, &mut |f| progress(f * greedy_share))?;
        let as_given = as_given(paths);
        if price(paths, &as_given, between, cost) < price(paths, &steps, between, cost) {
            steps = as_given;
        }
        if let Some(nesting) = nesting {
            steps = nesting.repair(&steps);
        }
        let mut ordered = Ordered { rounds_asked: rounds, rounds_done: 0 };
        if best && steps.len() > 1 {
            let looking = &mut |f: f64| progress(greedy_share + f * (1.0 - greedy_share));
            ordered.rounds_done = self.search(cost, doors, &mut steps, rounds, looking, enough)?;
        }
        closed::choose_starts(paths, &mut steps, between, cost);
        if from.is_none() && to.is_none() && allow_reverse && nesting.is_none() {
            begin_near_home(paths, &mut steps, options.home);
        }
        Ok((steps, ordered))
    }
}

impl Attempt<'_> {
    /// Local search from these steps on, and then so many rounds; returns how many were done.
    fn search(
        &self,
        cost: Cost,
        doors: Doors,
        steps: &mut Vec<Step>,
        rounds: u64,
        progress: &mut Progress<'_>,
        enough: &mut dyn FnMut() -> bool,
    ) -> Result<u64, Stopped> {
        drop(doors);
        // Numbered as they come, neighbours on the page are neighbours in memory: twice as fast.
        let names: Vec<u32> = steps.iter().map(|step| step.path).collect();
        for (number, step) in steps.iter_mut().enumerate() {
            step.path = number as u32;
        }
        let doors = Doors::new(names.iter().map(|&path| &self.paths[path as usize]));
        let neighbours = Neighbours::new(&doors);
        let nesting = self.nesting.map(|nesting| nesting.renamed(&names));
        let field = Field {
            doors: &doors,
            neighbours: &neighbours,
            cost: Cost::Length,
            from: self.between.from,
            to: self.between.to,
            allow_reverse: self.options.allow_reverse,
            nesting: nesting.as_ref(),
        };
        let mut search = Search::new(&field, steps);
        // The shortest order first: from there the quickest is found better than from anywhere else.
        let local_share = if rounds > 0 { 0.1 } else { 1.0 };
        search.run(&mut |f| progress(0.7 * f * local_share))?;
        if !matches!(cost, Cost::Length) {
            search.set_cost(cost);
            search.run(&mut |f| progress((0.7 + 0.3 * f) * local_share))?;
        }
        let mut progress = |f: f64| progress(local_share + f * (1.0 - local_share));
        let done = further::improve(&mut search, rounds, self.options.seed, &mut progress, enough)?;
        *steps = search.steps();
        for step in steps {
            step.path = names[step.path as usize];
        }
        Ok(done)
    }
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

/// The price of all moves, those from the layer before and to the next one included.
fn price(paths: &[Path], steps: &[Step], between: Between, cost: Cost) -> f64 {
    let mut price = 0.0;
    let mut from = between.from;
    for &step in steps {
        price += from.map_or(0.0, |from| cost.of(from, entry(paths, step)));
        from = Some(exit(paths, step));
    }
    match (from, between.to) {
        (Some(from), Some(to)) => price + cost.of(from, to),
        _ => price,
    }
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
