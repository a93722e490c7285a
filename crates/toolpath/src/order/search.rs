//! 2-opt and Or-opt with neighbour lists and a work queue.

use super::Step;
use super::cost::Cost;
use super::doors::Doors;
use super::moves::Move;
use super::neighbours::Neighbours;
use super::nesting::Nesting;
use super::tour::Tour;
use crate::{Progress, Stopped};
use kurbo::Point;
use std::collections::VecDeque;

/// Longest stretch that one move may rewrite.
const LONGEST_MOVE: usize = 50_000;

/// Members rewritten for each path over the whole search, at most: about 2 s for 100,000 paths.
const BUDGET_A_PATH: usize = 20_000;

/// What the search looks at.
#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    pub(super) doors: &'a Doors,
    pub(super) neighbours: &'a Neighbours,
    pub(super) cost: Cost,
    /// Where the layer before ended.
    pub(super) from: Option<Point>,
    /// Where the next layer begins, if the way there counts.
    pub(super) to: Option<Point>,
    pub(super) allow_reverse: bool,
    /// What has to be drawn before what.
    pub(super) nesting: Option<&'a Nesting>,
}

/// The search and where it stands.
pub(super) struct Search<'a> {
    pub(super) tour: Tour,
    pub(super) doors: &'a Doors,
    pub(super) neighbours: &'a Neighbours,
    /// The door at which a closed path is entered; of an open path, its start.
    pub(super) spot: Vec<u32>,
    pub(super) allow_reverse: bool,
    pub(super) any_closed: bool,
    pub(super) longest_move: usize,
    nesting: Option<&'a Nesting>,
    queue: VecDeque<u32>,
    waiting: Vec<bool>,
    budget: usize,
    /// How to take back what was done, while somebody may want to.
    journal: Option<Vec<Undo>>,
}

/// The way back from a change.
#[derive(Clone, Copy)]
enum Undo {
    Turn { low: usize, count: usize },
    Shift { first: u32, last: u32, after: u32, turned: bool, ahead: bool },
    Spin { path: u32, door: u32 },
    Exchange { position: usize, first: usize, second: usize },
}

impl<'a> Search<'a> {
    /// Begins with these steps.
    pub(super) fn new(field: &Field<'a>, steps: &[Step]) -> Self {
        let doors = field.doors;
        let mut ends = vec![Point::ZERO; 2 * steps.len()];
        let mut spot = vec![0; steps.len()];
        for step in steps {
            let path = step.path;
            let range = doors.of(path);
            let (entry, exit) = if doors.is_closed(path) {
                let door = doors.at_vertex(path, step.vertex);
                spot[path as usize] = door;
                (door, door)
            } else {
                spot[path as usize] = range.start;
                (range.start, range.start + 1)
            };
            ends[2 * path as usize] = doors.point(entry);
            ends[2 * path as usize + 1] = doors.point(exit);
        }
        Self {
            tour: Tour::new(
                ends,
                field.cost,
                (field.from, field.to),
                steps.iter().map(|step| (step.path, step.reversed)),
            ),
            doors,
            neighbours: field.neighbours,
            any_closed: (0..steps.len() as u32).any(|path| doors.is_closed(path)),
            spot,
            allow_reverse: field.allow_reverse,
            longest_move: LONGEST_MOVE,
            nesting: field.nesting,
            queue: steps.iter().map(|step| step.path).collect(),
            waiting: vec![true; steps.len()],
            budget: BUDGET_A_PATH.saturating_mul(steps.len()),
            journal: None,
        }
    }

    /// Goes on with another price of moves: everything has to be looked at again.
    pub(super) fn set_cost(&mut self, cost: Cost) {
        self.tour.set_cost(cost);
        for position in 0..self.tour.len() {
            self.look_again(self.tour.at(position));
        }
    }

    /// Makes moves until none in reach gains.
    pub(super) fn run(&mut self, progress: &mut Progress<'_>) -> Result<(), Stopped> {
        let (mut looked, total) = (0usize, self.waiting.len());
        while let Some(path) = self.queue.pop_front() {
            self.waiting[path as usize] = false;
            looked += 1;
            // Paths come back; the share that is done is a guess that never reaches the end too early.
            if looked.is_multiple_of(256) {
                let share = looked as f64 / (looked + 2 * self.queue.len() + total / 8) as f64;
                if !progress(share) {
                    return Err(Stopped);
                }
            }
            self.exhaust(path);
            if self.budget == 0 {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Makes the moves that gain for one path; returns the gain.
    fn exhaust(&mut self, path: u32) -> f64 {
        let mut gained = 0.0;
        while self.budget > 0 {
            let best = self.best_move(path);
            let Some(change) = best.change else { break };
            self.make(change);
            gained += best.gain;
        }
        gained
    }

    /// The steps as they stand.
    pub(super) fn steps(&self) -> Vec<Step> {
        let step = |(path, reversed): (u32, bool)| Step {
            path,
            vertex: if self.doors.is_closed(path) { self.doors.vertex(self.spot[path as usize]) } else { 0 },
            reversed,
        };
        self.tour.steps().into_iter().map(step).collect()
    }

    /// The door that an end stands at.
    pub(super) fn door_of(&self, end: u32) -> u32 {
        let path = end / 2;
        let door = self.spot[path as usize];
        if self.doors.is_closed(path) { door } else { door + end % 2 }
    }

    /// Whether the rules allow a change.
    pub(super) fn may(&self, change: &Move) -> bool {
        self.nesting.is_none_or(|nesting| nesting.allows(&self.tour, change))
    }

    /// Whether the rules allow two stretches that follow each other to change places.
    pub(super) fn may_exchange(&self, position: usize, first: usize, second: usize) -> bool {
        self.nesting.is_none_or(|nesting| nesting.may_exchange(&self.tour, position, first, second))
    }

    fn make(&mut self, change: Move) {
        let cost = match change {
            Move::Turn { first, last } => {
                for member in [first, last, self.tour.previous(first), self.tour.next(last)] {
                    self.look_again(member);
                }
                let cost = self.tour.turn_cost(first, last);
                // With paths that have to come before others the rest must stay in front.
                let (low, count) = self.tour.turn(first, last, self.nesting.is_some());
                self.note(Undo::Turn { low, count });
                cost
            }
            Move::Shift { first, last, after, turned } => self.shift(first, last, after, turned),
            Move::Spin { path, door } => {
                self.spin(path, door);
                1
            }
            Move::Insert { path, after, door } => {
                let cost = self.shift(path, path, after, false);
                self.spin(path, door);
                cost
            }
        };
        self.budget = self.budget.saturating_sub(1 + cost);
    }

    fn shift(&mut self, first: u32, last: u32, after: u32, turned: bool) -> usize {
        let around = [self.tour.previous(first), self.tour.next(last), self.tour.next(after)];
        for member in around.into_iter().chain([first, last, after]) {
            self.look_again(member);
        }
        let back = self.tour.previous(first);
        let cost = self.tour.shift_cost(first, last, after);
        let ahead = self.tour.shifts_ahead(first, last, after);
        self.tour.shift(first, last, after, turned, ahead);
        let (first, last) = if turned { (last, first) } else { (first, last) };
        // The way back moves the same members back: every member comes to the very position it had, which
        // the way back from an earlier turn counts on.
        self.note(Undo::Shift { first, last, after: back, turned, ahead: !ahead });
        cost
    }

    fn spin(&mut self, path: u32, door: u32) {
        for member in [path, self.tour.previous(path), self.tour.next(path)] {
            self.look_again(member);
        }
        self.note(Undo::Spin { path, door: self.spot[path as usize] });
        self.turn_to(path, door);
    }

    fn turn_to(&mut self, path: u32, door: u32) {
        self.spot[path as usize] = door;
        self.tour.spin(path, self.doors.point(door));
    }

    fn note(&mut self, undo: Undo) {
        if let Some(journal) = &mut self.journal {
            journal.push(undo);
        }
    }

    fn look_again(&mut self, member: u32) {
        if member != self.tour.rest() && !std::mem::replace(&mut self.waiting[member as usize], true) {
            self.queue.push_back(member);
        }
    }
}

/// Trying something out.
impl Search<'_> {
    /// From now on changes can be taken back, no move may rewrite more than `longest_move` members, and
    /// there is no other limit.
    pub(super) fn try_out(&mut self, longest_move: usize) {
        self.longest_move = longest_move;
        self.budget = usize::MAX;
        self.journal = Some(Vec::new());
    }

    /// Exchanges two stretches, makes the moves that gain around them, and returns what was gained or
    /// lost in all.
    pub(super) fn disturb(
        &mut self,
        position: usize,
        first: usize,
        second: usize,
        spare: &mut Vec<u32>,
    ) -> f64 {
        let corners = |tour: &Tour| {
            let [a, b] = [position, position + first].map(|at| (tour.at(at + tour.len() - 1), tour.at(at)));
            let c = (tour.at(position + first + second - 1), tour.at(position + first + second));
            [a, b, c]
        };
        let price = |tour: &Tour, corners: [(u32, u32); 3]| -> f64 {
            corners.iter().map(|&(from, to)| tour.gap(tour.exit(from), tour.entry(to))).sum()
        };
        let old = corners(&self.tour);
        let before = price(&self.tour, old);
        self.tour.exchange(position, first, second, spare);
        self.note(Undo::Exchange { position, first: second, second: first });
        let new = [(old[0].0, old[1].1), (old[2].0, old[0].1), (old[1].0, old[2].1)];
        let mut gained = before - price(&self.tour, new);
        for (from, to) in new {
            self.look_again(from);
            self.look_again(to);
        }
        while let Some(path) = self.queue.pop_front() {
            self.waiting[path as usize] = false;
            gained += self.exhaust(path);
        }
        gained
    }

    /// Keeps what was tried out.
    pub(super) fn keep(&mut self) {
        if let Some(journal) = &mut self.journal {
            journal.clear();
        }
    }

    /// Takes back what was tried out.
    pub(super) fn take_back(&mut self, spare: &mut Vec<u32>) {
        while let Some(undo) = self.journal.as_mut().and_then(Vec::pop) {
            match undo {
                Undo::Turn { low, count } => self.tour.turn_positions(low, count),
                Undo::Shift { first, last, after, turned, ahead } => {
                    self.tour.shift(first, last, after, turned, ahead);
                }
                Undo::Spin { path, door } => self.turn_to(path, door),
                Undo::Exchange { position, first, second } => {
                    self.tour.exchange(position, first, second, spare);
                }
            }
        }
    }
}
