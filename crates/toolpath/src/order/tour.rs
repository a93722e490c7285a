//! An order of paths as a ring, for local search.
//!
//! Path `p` has the ends `2p` and `2p + 1`. One more member, the rest, stands for the machine before the
//! first and after the last path; it closes the ring, so that any stretch may be turned round by turning
//! round the rest of the ring instead, whichever is shorter.

use super::cost::Cost;
use kurbo::Point;

/// The ring.
pub(super) struct Tour {
    /// Where the ends are; both ends of a closed path are where it is entered.
    ends: Vec<Point>,
    cost: Cost,
    from: Option<Point>,
    to: Option<Point>,
    /// Position to member.
    order: Vec<u32>,
    /// Member to position.
    position: Vec<u32>,
    /// Whether a member is run from its second end to its first.
    flipped: Vec<bool>,
}

impl Tour {
    /// A ring of the paths in this order, each with whether it is flipped.
    pub(super) fn new(
        ends: Vec<Point>,
        cost: Cost,
        (from, to): (Option<Point>, Option<Point>),
        steps: impl Iterator<Item = (u32, bool)>,
    ) -> Self {
        let count = ends.len() / 2;
        let mut order = Vec::with_capacity(count + 1);
        let mut flipped = vec![false; count + 1];
        order.push(count as u32);
        for (path, flip) in steps {
            flipped[path as usize] = flip;
            order.push(path);
        }
        let mut position = vec![0; count + 1];
        for (at, &member) in order.iter().enumerate() {
            position[member as usize] = at as u32;
        }
        Self { ends, cost, from, to, order, position, flipped }
    }

    /// The member that stands for the machine at rest.
    pub(super) fn rest(&self) -> u32 {
        (self.ends.len() / 2) as u32
    }

    /// Members of the ring.
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    /// The paths in order, each with whether it is flipped.
    pub(super) fn steps(&self) -> Vec<(u32, bool)> {
        let rest = self.rest();
        let backwards = self.flipped[rest as usize];
        let mut steps = Vec::with_capacity(self.len() - 1);
        let mut member = rest;
        for _ in 1..self.len() {
            member = if backwards { self.previous(member) } else { self.next(member) };
            steps.push((member, self.flipped[member as usize] != backwards));
        }
        steps
    }

    /// The end at which the tool enters a member.
    pub(super) fn entry(&self, member: u32) -> u32 {
        2 * member + u32::from(self.flipped[member as usize])
    }

    /// The end at which the tool leaves a member.
    pub(super) fn exit(&self, member: u32) -> u32 {
        self.entry(member) ^ 1
    }

    /// The member after this one.
    pub(super) fn next(&self, member: u32) -> u32 {
        let at = self.position[member as usize] as usize + 1;
        self.order[if at == self.order.len() { 0 } else { at }]
    }

    /// The member before this one.
    pub(super) fn previous(&self, member: u32) -> u32 {
        let at = self.position[member as usize] as usize;
        self.order[if at == 0 { self.order.len() - 1 } else { at - 1 }]
    }

    /// The member at a position, counted around the ring.
    pub(super) fn at(&self, position: usize) -> u32 {
        self.order[position % self.order.len()]
    }

    /// From now on moves have another price.
    pub(super) fn set_cost(&mut self, cost: Cost) {
        self.cost = cost;
    }

    /// How many steps after the rest a member comes.
    pub(super) fn rank(&self, member: u32) -> usize {
        let (at, rest) =
            (self.position[member as usize] as usize, self.position[self.ends.len() / 2] as usize);
        if at >= rest { at - rest } else { at + self.len() - rest }
    }

    /// Enters a closed path at another place.
    pub(super) fn spin(&mut self, path: u32, place: Point) {
        self.ends[2 * path as usize] = place;
        self.ends[2 * path as usize + 1] = place;
    }

    /// The price of going from one end to another. Coming from rest costs the way from the end of the
    /// layer before, going to rest the way to the next layer, if there is one that counts.
    #[inline]
    pub(super) fn gap(&self, a: u32, b: u32) -> f64 {
        match self.ends.get(b as usize) {
            Some(&b) => self.gap_to(a, b),
            None => self.ends.get(a as usize).map_or(0.0, |&a| self.gap_to(b, a)),
        }
    }

    /// The price of going from an end to a place, or back.
    #[inline]
    pub(super) fn gap_to(&self, end: u32, place: Point) -> f64 {
        match self.ends.get(end as usize) {
            Some(&point) => self.cost.of(point, place),
            None if end as usize > self.ends.len() => self.from.map_or(0.0, |from| self.cost.of(from, place)),
            None => self.to.map_or(0.0, |to| self.cost.of(place, to)),
        }
    }

    /// Whether nearer places never cost more: then a list by distance may be left early.
    pub(super) fn nearer_is_cheaper(&self) -> bool {
        !matches!(self.cost, Cost::Axes { .. })
    }

    /// How many members stand from `first` on until `last`, both counted.
    fn span(&self, first: u32, last: u32) -> usize {
        let (first, last) = (self.position[first as usize] as usize, self.position[last as usize] as usize);
        (if last >= first { last - first } else { last + self.len() - first }) + 1
    }

    /// How many members a turn of this stretch touches.
    pub(super) fn turn_cost(&self, first: u32, last: u32) -> usize {
        let inside = self.span(first, last);
        inside.min(self.len() - inside)
    }

    /// Turns the stretch from `first` to `last` round, or, which makes the same ring, all the others.
    /// With `this_stretch` never the others. Returns the positions that were turned, for
    /// [`Tour::turn_positions`] to take it back.
    pub(super) fn turn(&mut self, first: u32, last: u32, this_stretch: bool) -> (usize, usize) {
        let length = self.len();
        let inside = self.span(first, last);
        let (low, count) = if this_stretch || inside <= length - inside {
            (self.position[first as usize] as usize, inside)
        } else {
            ((self.position[last as usize] as usize + 1) % length, length - inside)
        };
        self.turn_positions(low, count);
        (low, count)
    }

    /// Turns so many members from this position on.
    pub(super) fn turn_positions(&mut self, low: usize, count: usize) {
        let length = self.len();
        let (mut low, mut high) = (low, (low + count + length - 1) % length);
        for _ in 0..count / 2 {
            let (a, b) = (self.order[low], self.order[high]);
            self.put(low, b);
            self.put(high, a);
            self.flipped[a as usize] ^= true;
            self.flipped[b as usize] ^= true;
            low = if low + 1 == length { 0 } else { low + 1 };
            high = if high == 0 { length - 1 } else { high - 1 };
        }
        if count % 2 == 1 {
            let middle = self.order[low] as usize;
            self.flipped[middle] ^= true;
        }
    }

    /// Exchanges two stretches that follow each other, from this position on.
    pub(super) fn exchange(&mut self, position: usize, first: usize, second: usize, spare: &mut Vec<u32>) {
        let length = self.len();
        spare.clear();
        spare.extend((0..first + second).map(|step| self.order[(position + step) % length]));
        for (step, at) in (first..first + second).chain(0..first).enumerate() {
            self.put((position + step) % length, spare[at]);
        }
    }

    fn put(&mut self, at: usize, member: u32) {
        self.order[at] = member;
        self.position[member as usize] = at as u32;
    }

    /// How many members a [`Tour::shift`] touches.
    pub(super) fn shift_cost(&self, first: u32, last: u32, after: u32) -> usize {
        let (chain, jumped) = (self.span(first, last), self.span(last, after) - 1);
        jumped.min(self.len() - chain - jumped)
    }

    /// Whether [`Tour::shift`] moves fewer members when it moves those between the chain and its new place,
    /// and not all the others.
    pub(super) fn shifts_ahead(&self, first: u32, last: u32, after: u32) -> bool {
        let (chain, jumped) = (self.span(first, last), self.span(last, after) - 1);
        jumped <= self.len() - chain - jumped
    }

    /// Takes the chain from `first` to `last` out (at most [`LONGEST_CHAIN`] members) and puts it between
    /// `after` and its successor, turned round if `turned`. `after` must not be in the chain. To make room
    /// it moves the members that come after the chain (`ahead`), or those that come before it.
    pub(super) fn shift(&mut self, first: u32, last: u32, after: u32, turned: bool, ahead: bool) {
        let length = self.len();
        let chain = self.span(first, last);
        let mut members = [0u32; LONGEST_CHAIN];
        let start = self.position[first as usize] as usize;
        for (at, slot) in members[..chain].iter_mut().enumerate() {
            *slot = self.order[(start + at) % length];
        }
        let members = &mut members[..chain];
        let jumped = self.span(last, after) - 1;
        let others = length - chain - jumped;
        let target = if ahead {
            for step in 0..jumped {
                let member = self.order[(start + chain + step) % length];
                self.put((start + step) % length, member);
            }
            start + jumped
        } else {
            for step in 1..=others {
                let member = self.order[(start + length - step) % length];
                self.put((start + length + chain - step) % length, member);
            }
            start + length - others
        };
        if turned {
            members.reverse();
            for &member in members.iter() {
                self.flipped[member as usize] ^= true;
            }
        }
        for (at, &member) in members.iter().enumerate() {
            self.put((target + at) % length, member);
        }
    }
}

/// Most members that are shifted together.
pub(super) const LONGEST_CHAIN: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(count: usize) -> Vec<Point> {
        (0..2 * count).map(|end| Point::new(end as f64, 0.0)).collect()
    }

    fn paths(tour: &Tour) -> Vec<i64> {
        tour.steps()
            .into_iter()
            .map(|(path, flip)| if flip { -i64::from(path) } else { path.into() })
            .collect()
    }

    fn tour(ends: &[Point]) -> Tour {
        Tour::new(
            ends.to_vec(),
            Cost::Length,
            (None, None),
            (0..ends.len() as u32 / 2).map(|path| (path, false)),
        )
    }

    #[test]
    fn turning_a_short_or_a_long_stretch_gives_the_same_order() {
        let ends = ends(10);
        let mut short = tour(&ends);
        short.turn(3, 5, false);
        assert_eq!(paths(&short), [0, 1, 2, -5, -4, -3, 6, 7, 8, 9]);
        let mut long = tour(&ends);
        long.turn(1, 8, false);
        assert_eq!(paths(&long), [0, -8, -7, -6, -5, -4, -3, -2, -1, 9]);
        let (low, count) = long.turn(2, 9, false);
        long.turn_positions(low, count);
        long.turn(1, 8, false);
        assert_eq!(paths(&long), (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn a_chain_moves_forwards_and_backwards_and_over_the_rest() {
        let ends = ends(10);
        for (first, last, after, turned, expected) in [
            (2, 3, 5, false, [0, 1, 4, 5, 2, 3, 6, 7, 8, 9]),
            (2, 3, 9, true, [0, 1, 4, 5, 6, 7, 8, 9, -3, -2]),
            (7, 9, 1, false, [0, 1, 7, 8, 9, 2, 3, 4, 5, 6]),
            (8, 8, 10, true, [-8, 0, 1, 2, 3, 4, 5, 6, 7, 9]),
        ] {
            let mut tour = tour(&ends);
            let ahead = tour.shifts_ahead(first, last, after);
            tour.shift(first, last, after, turned, ahead);
            assert_eq!(paths(&tour), expected);
        }
    }

    #[test]
    fn stretches_that_follow_each_other_change_places_and_back() {
        let ends = ends(10);
        let mut tour = tour(&ends);
        let mut spare = Vec::new();
        tour.exchange(2, 3, 2, &mut spare);
        assert_eq!(paths(&tour), [0, 4, 5, 1, 2, 3, 6, 7, 8, 9]);
        assert_eq!((tour.at(2), tour.rank(1)), (4, 4));
        tour.exchange(2, 2, 3, &mut spare);
        assert_eq!(paths(&tour), (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn going_to_rest_is_free_and_coming_from_rest_is_not() {
        let ends = ends(2);
        let tour = Tour::new(
            ends,
            Cost::Length,
            (Some(Point::new(-7.0, 0.0)), None),
            [(0, false), (1, false)].into_iter(),
        );
        assert_eq!(tour.gap(tour.exit(tour.rest()), tour.entry(0)), 7.0);
        assert_eq!(tour.gap(tour.exit(1), tour.entry(tour.rest())), 0.0);
        assert_eq!(tour.gap(1, 2), 1.0);
    }
}
