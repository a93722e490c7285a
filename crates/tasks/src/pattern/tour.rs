//! A short round trip through points: along a Hilbert curve first (Platzman and Bartholdi 1989), then 2-opt
//! and Or-opt over near neighbours with a work queue (Bentley 1992). Within about six per cent of the
//! shortest.

use crate::Cancelled;
use kurbo::{Point, Rect};
use std::collections::VecDeque;

/// Neighbours that a point may be joined to.
const NEIGHBOURS: usize = 8;
/// Or-opt moves chains of up to this many points.
const LONGEST_CHAIN: usize = 3;
/// Steps of the Hilbert curve's grid across, as a power of two.
const HILBERT_ORDER: u32 = 12;
/// A gain below this is rounding.
const LEAST_GAIN: f64 = 1e-9;

/// The points in the order of the trip.
///
/// # Errors
/// [`Cancelled`] when `at`, which hears how much is done, says so.
pub(super) fn shortest(
    points: &[Point],
    at: &mut dyn FnMut(f64) -> Result<(), Cancelled>,
) -> Result<Vec<u32>, Cancelled> {
    let order = along_hilbert(points);
    if points.len() < 5 {
        return Ok(order);
    }
    let mut tour = Tour::new(points, order);
    tour.improve(at)?;
    Ok(tour.order)
}

fn along_hilbert(points: &[Point]) -> Vec<u32> {
    let bounds = points.iter().fold(None, |bounds: Option<Rect>, &point| {
        Some(bounds.map_or(Rect::from_points(point, point), |bounds| bounds.union_pt(point)))
    });
    let bounds = bounds.unwrap_or(Rect::ZERO);
    let side = bounds.width().max(bounds.height()).max(1e-9);
    let last = f64::from((1u32 << HILBERT_ORDER) - 1);
    let cell = |way: f64| (way / side * last) as u32;
    let mut keyed: Vec<(u64, u32)> = points
        .iter()
        .enumerate()
        .map(|(n, point)| (hilbert(cell(point.x - bounds.x0), cell(point.y - bounds.y0)), n as u32))
        .collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, n)| n).collect()
}

/// How far along the curve a cell lies.
fn hilbert(mut x: u32, mut y: u32) -> u64 {
    let mut along = 0;
    let last = (1u32 << HILBERT_ORDER) - 1;
    for level in (0..HILBERT_ORDER).rev() {
        let side = 1u32 << level;
        let (right, lower) = (u32::from(x & side > 0), u32::from(y & side > 0));
        along += u64::from(side) * u64::from(side) * u64::from((3 * right) ^ lower);
        if lower == 0 {
            if right == 1 {
                (x, y) = (last - x, last - y);
            }
            (x, y) = (y, x);
        }
    }
    along
}

struct Tour<'a> {
    points: &'a [Point],
    order: Vec<u32>,
    /// Where each point stands in `order`.
    places: Vec<u32>,
    near: Vec<[u32; NEIGHBOURS]>,
}

impl<'a> Tour<'a> {
    fn new(points: &'a [Point], order: Vec<u32>) -> Self {
        let mut places = vec![0; order.len()];
        order.iter().enumerate().for_each(|(place, &point)| places[point as usize] = place as u32);
        Self { points, order, places, near: neighbours(points) }
    }

    fn distance(&self, one: u32, other: u32) -> f64 {
        self.points[one as usize].distance(self.points[other as usize])
    }

    fn after(&self, point: u32) -> u32 {
        self.order[(self.places[point as usize] as usize + 1) % self.order.len()]
    }

    fn before(&self, point: u32) -> u32 {
        self.order[(self.places[point as usize] as usize + self.order.len() - 1) % self.order.len()]
    }

    fn improve(&mut self, at: &mut dyn FnMut(f64) -> Result<(), Cancelled>) -> Result<(), Cancelled> {
        let mut queue: VecDeque<u32> = self.order.iter().copied().collect();
        let mut waits = vec![true; self.order.len()];
        let mut steps = 0u64;
        while let Some(point) = queue.pop_front() {
            waits[point as usize] = false;
            steps += 1;
            if steps.is_multiple_of(1024) {
                // About eight looks at each point are usual.
                at((steps as f64 / (8.0 * self.order.len() as f64)).min(1.0))?;
            }
            while let Some(touched) = self.two_opt(point).or_else(|| self.or_opt(point)) {
                for near in touched {
                    if !std::mem::replace(&mut waits[near as usize], true) {
                        queue.push_back(near);
                    }
                }
            }
        }
        Ok(())
    }

    /// Swaps two edges for shorter ones, one of them from `point` to a neighbour.
    fn two_opt(&mut self, point: u32) -> Option<Vec<u32>> {
        for forward in [true, false] {
            let next = if forward { self.after(point) } else { self.before(point) };
            let old = self.distance(point, next);
            for n in 0..NEIGHBOURS {
                let near = self.near[point as usize][n];
                let joined = self.distance(point, near);
                if joined >= old {
                    break;
                }
                let beyond = if forward { self.after(near) } else { self.before(near) };
                if near == next || beyond == point {
                    continue;
                }
                let gain = old + self.distance(near, beyond) - joined - self.distance(next, beyond);
                if gain > LEAST_GAIN {
                    if forward {
                        self.reverse(next, near);
                    } else {
                        self.reverse(near, next);
                    }
                    return Some(vec![point, next, near, beyond]);
                }
            }
        }
        None
    }

    /// Turns the stretch from one point on to another round, or all the rest, whichever is shorter: as a
    /// round trip that is the same.
    fn reverse(&mut self, from: u32, to: u32) {
        let count = self.order.len();
        let (mut i, mut j) = (self.places[from as usize] as usize, self.places[to as usize] as usize);
        let mut length = (j + count - i) % count + 1;
        if 2 * length > count {
            (i, j) = ((j + 1) % count, (i + count - 1) % count);
            length = count - length;
        }
        for _ in 0..length / 2 {
            self.order.swap(i, j);
            self.places[self.order[i] as usize] = i as u32;
            self.places[self.order[j] as usize] = j as u32;
            (i, j) = ((i + 1) % count, (j + count - 1) % count);
        }
    }

    /// Moves a short chain that begins at `point` between two neighbours elsewhere, as three reversals.
    fn or_opt(&mut self, point: u32) -> Option<Vec<u32>> {
        for length in 1..=LONGEST_CHAIN {
            let mut last = point;
            for _ in 1..length {
                last = self.after(last);
            }
            let (before, after) = (self.before(point), self.after(last));
            if before == after || before == last {
                return None;
            }
            let taken =
                self.distance(before, point) + self.distance(last, after) - self.distance(before, after);
            for n in 0..NEIGHBOURS {
                let near = self.near[point as usize][n];
                let joined = self.distance(point, near);
                if joined >= taken {
                    break;
                }
                if self.is_between(point, last, near) {
                    continue;
                }
                // The chain goes between `near` and one of its neighbours, its first point beside `near`.
                for (beside, is_after) in [(self.after(near), true), (self.before(near), false)] {
                    if self.is_between(point, last, beside) {
                        continue;
                    }
                    let gain = taken + self.distance(near, beside) - joined - self.distance(last, beside);
                    if gain > LEAST_GAIN {
                        self.move_chain(point, last, near, is_after);
                        return Some(vec![before, point, last, after, near, beside]);
                    }
                }
            }
        }
        None
    }

    fn is_between(&self, first: u32, last: u32, point: u32) -> bool {
        let count = self.order.len();
        let place = |point: u32| self.places[point as usize] as usize;
        (place(point) + count - place(first)) % count <= (place(last) + count - place(first)) % count
    }

    /// Puts the chain behind `near` (its first point next to it) or before it (also its first point next to
    /// it, so turned round).
    fn move_chain(&mut self, first: u32, last: u32, near: u32, is_after: bool) {
        let count = self.order.len();
        let place = |point: u32, places: &[u32]| places[point as usize] as usize;
        let length = (place(last, &self.places) + count - place(first, &self.places)) % count + 1;
        let chain: Vec<u32> =
            (0..length).map(|n| self.order[(place(first, &self.places) + n) % count]).collect();
        let mut rest: VecDeque<u32> = VecDeque::new();
        let forward = (place(near, &self.places) + count - place(last, &self.places)) % count;
        let backward = (place(first, &self.places) + count - place(near, &self.places)) % count;
        // Only what lies between the chain's old place and its new one has to move.
        let (start, span) = if forward <= backward {
            let steps = if is_after { forward } else { forward - 1 };
            (place(first, &self.places), length + steps)
        } else {
            let steps = if is_after { backward - 1 } else { backward };
            ((place(first, &self.places) + count - steps) % count, length + steps)
        };
        for n in 0..span {
            let point = self.order[(start + n) % count];
            if !chain.contains(&point) {
                rest.push_back(point);
            }
        }
        let placed: Vec<u32> = if is_after { chain } else { chain.into_iter().rev().collect() };
        let moved: Vec<u32> = if forward <= backward {
            rest.into_iter().chain(placed).collect()
        } else {
            placed.into_iter().chain(rest).collect()
        };
        for (n, point) in moved.into_iter().enumerate() {
            let at = (start + n) % count;
            self.order[at] = point;
            self.places[point as usize] = at as u32;
        }
    }
}

/// The nearest points of each, the nearest first; points fewer than that repeat the last.
fn neighbours(points: &[Point]) -> Vec<[u32; NEIGHBOURS]> {
    let bounds =
        points.iter().fold(Rect::from_points(points[0], points[0]), |all, &point| all.union_pt(point));
    let cell = ((bounds.area() / points.len() as f64).sqrt() * 1.5)
        .max(bounds.width().max(bounds.height()) / 4096.0)
        .max(1e-9);
    let columns = (bounds.width() / cell) as usize + 1;
    let rows = (bounds.height() / cell) as usize + 1;
    let cell_of = |point: Point| {
        let column = ((point.x - bounds.x0) / cell) as usize;
        let row = ((point.y - bounds.y0) / cell) as usize;
        (column.min(columns - 1), row.min(rows - 1))
    };
    let mut cells = vec![Vec::new(); columns * rows];
    for (n, &point) in points.iter().enumerate() {
        let (column, row) = cell_of(point);
        cells[row * columns + column].push(n as u32);
    }
    let mut found: Vec<(f64, u32)> = Vec::new();
    points
        .iter()
        .enumerate()
        .map(|(n, &point)| {
            let (column, row) = cell_of(point);
            let mut reach = 1;
            loop {
                found.clear();
                let across = column.saturating_sub(reach)..(column + reach + 1).min(columns);
                for y in row.saturating_sub(reach)..(row + reach + 1).min(rows) {
                    for x in across.clone() {
                        let others = cells[y * columns + x].iter().filter(|&&other| other as usize != n);
                        found.extend(
                            others.map(|&other| (points[other as usize].distance_squared(point), other)),
                        );
                    }
                }
                found.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
                let sure = (reach as f64 * cell).powi(2);
                let is_sure = found.get(NEIGHBOURS - 1).is_some_and(|last| last.0 <= sure);
                if is_sure || reach > columns.max(rows) {
                    break;
                }
                reach *= 2;
            }
            std::array::from_fn(|place| found[place.min(found.len() - 1)].1)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    fn scattered(count: usize) -> Vec<Point> {
        let mut random = Random::new(5);
        (0..count).map(|_| Point::new(100.0 * random.unit(), 100.0 * random.unit())).collect()
    }

    fn length(points: &[Point], order: &[u32]) -> f64 {
        let next = order.iter().cycle().skip(1);
        order.iter().zip(next).map(|(&a, &b)| points[a as usize].distance(points[b as usize])).sum()
    }

    #[test]
    fn every_point_is_visited_once_on_a_short_way() {
        let points = scattered(2000);
        let order = shortest(&points, &mut |_| Ok(())).unwrap();
        let mut seen = order.clone();
        seen.sort_unstable();
        assert_eq!(seen, (0..2000).collect::<Vec<u32>>());
        // The shortest trip through many random points is about 0.7124·√(count·area) long
        // (Beardwood, Halton, Hammersley 1959; Johnson and McGeoch 1996 for the number, with the border's share).
        let expected = 0.7124 * (2000.0 * 10_000.0_f64).sqrt() * (1.0 + 0.33 / 2000.0_f64.sqrt());
        let found = length(&points, &order);
        assert!(found < 1.12 * expected, "{found}, where {expected} would be the best");
    }

    #[test]
    fn few_points_and_points_in_one_place_are_no_trouble() {
        for count in 0..12 {
            assert_eq!(shortest(&scattered(count), &mut |_| Ok(())).unwrap().len(), count);
        }
        let same = vec![Point::new(3.0, 4.0); 40];
        assert_eq!(shortest(&same, &mut |_| Ok(())).unwrap().len(), 40);
    }
}
