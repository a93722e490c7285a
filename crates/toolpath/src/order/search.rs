//! 2-opt and Or-opt with neighbour lists and a work queue.

use super::neighbours::Neighbours;
use super::tour::{LONGEST_CHAIN, Tour};
use super::{Step, entry, exit};
use crate::{Progress, Stopped};
use kurbo::Point;
use penstock_drawing::Path;
use std::collections::VecDeque;

/// Longest stretch that one move may rewrite.
const LONGEST_MOVE: usize = 50_000;

/// Members rewritten for each path over the whole search, at most: about 2 s for 100,000 paths.
const BUDGET_A_PATH: usize = 20_000;

/// A gain below this is rounding, in mm.
const LEAST_GAIN_MM: f64 = 1e-7;

/// A change of the ring.
#[derive(Clone, Copy)]
enum Move {
    Turn { first: u32, last: u32 },
    Shift { first: u32, last: u32, after: u32, turned: bool },
}

/// Shortens the travel of `steps` until no move in reach gains.
pub(super) fn improve(
    paths: &[Path],
    steps: &mut Vec<Step>,
    from: Option<Point>,
    allow_reverse: bool,
    progress: &mut Progress<'_>,
) -> Result<(), Stopped> {
    let mut ends = vec![Point::ZERO; 2 * steps.len()];
    let mut vertices = vec![0; steps.len()];
    for &step in steps.iter() {
        let unturned = Step { reversed: false, ..step };
        ends[2 * step.path as usize] = entry(paths, unturned);
        ends[2 * step.path as usize + 1] = exit(paths, unturned);
        vertices[step.path as usize] = step.vertex;
    }
    let tour = Tour::new(&ends, from, steps.iter().map(|step| (step.path, step.reversed)));
    let mut search = Search {
        neighbours: Neighbours::new(&ends),
        queue: steps.iter().map(|step| step.path).collect(),
        waiting: vec![true; steps.len()],
        budget: BUDGET_A_PATH.saturating_mul(steps.len()),
        tour,
        allow_reverse,
    };
    search.run(progress)?;
    *steps = search
        .tour
        .steps()
        .into_iter()
        .map(|(path, reversed)| Step { path, vertex: vertices[path as usize], reversed })
        .collect();
    Ok(())
}

struct Search<'a> {
    tour: Tour<'a>,
    neighbours: Neighbours,
    queue: VecDeque<u32>,
    waiting: Vec<bool>,
    budget: usize,
    allow_reverse: bool,
}

impl Search<'_> {
    fn run(&mut self, progress: &mut Progress<'_>) -> Result<(), Stopped> {
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
            while let Some(change) = self.best_move(path) {
                self.make(change);
                if self.budget == 0 {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn best_move(&self, path: u32) -> Option<Move> {
        let mut best = (LEAST_GAIN_MM, None);
        for end in [2 * path, 2 * path + 1] {
            if self.allow_reverse {
                self.turns(path, end, &mut best);
            }
            for length in 1..=LONGEST_CHAIN.min(self.tour.len().saturating_sub(2)) {
                self.shifts(path, end, length, &mut best);
            }
        }
        best.1
    }

    /// The ends that `end` may be connected to: its neighbours, and both sides of the rest.
    fn candidates(&self, end: u32) -> impl Iterator<Item = u32> + '_ {
        let rest = self.tour.rest();
        self.neighbours.of(end).chain([2 * rest, 2 * rest + 1])
    }

    /// 2-opt: connect `end` with another end that is left (or entered) like it.
    fn turns(&self, path: u32, end: u32, best: &mut (f64, Option<Move>)) {
        let tour = &self.tour;
        let leaving = tour.exit(path) == end;
        let partner = |member| {
            if leaving { tour.entry(tour.next(member)) } else { tour.exit(tour.previous(member)) }
        };
        let old_partner = partner(path);
        let old = tour.gap(end, old_partner);
        for other in self.candidates(end) {
            let member = other / 2;
            let joined = tour.gap(end, other);
            if joined >= old || member == path || (tour.exit(member) == other) != leaving {
                continue;
            }
            let other_partner = partner(member);
            let gain = old + tour.gap(other, other_partner) - joined - tour.gap(old_partner, other_partner);
            if gain > best.0 {
                let (first, last) =
                    if leaving { (tour.next(path), member) } else { (path, tour.previous(member)) };
                if tour.turn_cost(first, last) <= LONGEST_MOVE {
                    *best = (gain, Some(Move::Turn { first, last }));
                }
            }
        }
    }

    /// Or-opt: take out a chain that begins or stops with `end`, and put it next to another end.
    fn shifts(&self, path: u32, end: u32, length: usize, best: &mut (f64, Option<Move>)) {
        let tour = &self.tour;
        let leaving = tour.exit(path) == end;
        let (mut first, mut last) = (path, path);
        for _ in 1..length {
            if leaving {
                first = tour.previous(first);
            } else {
                last = tour.next(last);
            }
        }
        let mut member = first;
        for _ in 0..length {
            if member == tour.rest() {
                return;
            }
            member = tour.next(member);
        }
        let far = if leaving { tour.entry(first) } else { tour.exit(last) };
        let (before, after) = (tour.previous(first), tour.next(last));
        let (left, right) = (tour.exit(before), tour.entry(after));
        let freed =
            tour.gap(left, tour.entry(first)) + tour.gap(tour.exit(last), right) - tour.gap(left, right);
        if freed <= best.0 {
            return;
        }
        for other in self.candidates(end) {
            let member = other / 2;
            let joined = tour.gap(end, other);
            if joined >= freed || self.in_chain(member, first, length) {
                continue;
            }
            // The chain goes between `place` and its successor.
            let other_leaves = tour.exit(member) == other;
            let place = if other_leaves { member } else { tour.previous(member) };
            let turned = other_leaves == leaving;
            if place == before || self.in_chain(place, first, length) || (turned && !self.allow_reverse) {
                continue;
            }
            let beyond = if other_leaves { tour.entry(tour.next(member)) } else { tour.exit(place) };
            let gain = freed - joined - tour.gap(far, beyond) + tour.gap(other, beyond);
            if gain > best.0 && tour.shift_cost(first, last, place) <= LONGEST_MOVE {
                *best = (gain, Some(Move::Shift { first, last, after: place, turned }));
            }
        }
    }

    fn in_chain(&self, member: u32, first: u32, length: usize) -> bool {
        let mut at = first;
        for _ in 0..length {
            if at == member {
                return true;
            }
            at = self.tour.next(at);
        }
        false
    }

    fn make(&mut self, change: Move) {
        let cost = match change {
            Move::Turn { first, last } => {
                for member in [first, last, self.tour.previous(first), self.tour.next(last)] {
                    self.look_again(member);
                }
                let cost = self.tour.turn_cost(first, last);
                self.tour.turn(first, last);
                cost
            }
            Move::Shift { first, last, after, turned } => {
                let around = [self.tour.previous(first), self.tour.next(last), self.tour.next(after)];
                for member in around.into_iter().chain([first, last, after]) {
                    self.look_again(member);
                }
                let cost = self.tour.shift_cost(first, last, after);
                self.tour.shift(first, last, after, turned);
                cost
            }
        };
        self.budget = self.budget.saturating_sub(1 + cost);
    }

    fn look_again(&mut self, member: u32) {
        if member != self.tour.rest() && !std::mem::replace(&mut self.waiting[member as usize], true) {
            self.queue.push_back(member);
        }
    }
}
