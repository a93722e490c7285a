//! Changes of the ring, and which of them gains most for one path.

use super::search::Search;
use super::tour::LONGEST_CHAIN;

/// A gain below this is rounding, in s (or mm).
pub(super) const LEAST_GAIN: f64 = 1e-9;

/// A change of the ring.
#[derive(Clone, Copy, Debug)]
pub(super) enum Move {
    /// 2-opt: turn a stretch round.
    Turn { first: u32, last: u32 },
    /// Or-opt: a short chain goes between `after` and its successor.
    Shift { first: u32, last: u32, after: u32, turned: bool },
    /// A closed path is entered at another door.
    Spin { path: u32, door: u32 },
    /// A closed path goes between `after` and its successor, entered at this door.
    Insert { path: u32, after: u32, door: u32 },
}

/// The best so far.
pub(super) struct Best {
    pub(super) gain: f64,
    pub(super) change: Option<Move>,
}

impl Search<'_> {
    /// The change that gains most among those that begin at this path; none if nothing gains.
    pub(super) fn best_move(&self, path: u32) -> Best {
        let mut best = Best { gain: LEAST_GAIN, change: None };
        if self.doors.is_closed(path) {
            self.spins(path, &mut best);
        }
        for end in [2 * path, 2 * path + 1] {
            if self.allow_reverse {
                self.turns(path, end, &mut best);
            }
            for length in 1..=LONGEST_CHAIN.min(self.tour.len().saturating_sub(2)) {
                self.shifts(path, end, length, &mut best);
            }
            if self.any_closed {
                self.inserts(path, end, &mut best);
            }
        }
        best
    }

    /// Takes note of a change if it gains more and may be made.
    fn offer(&self, best: &mut Best, gain: f64, change: Move) {
        if gain > best.gain && self.may(&change) {
            *best = Best { gain, change: Some(change) };
        }
    }

    /// Calls `look` with the ends that `end` may be connected to (its neighbours, and both sides of the
    /// rest), and with what that connection costs, as long as it costs less than `limit`.
    #[inline]
    fn candidates(&self, end: u32, limit: f64, mut look: impl FnMut(u32, f64)) {
        let rest = self.tour.rest();
        for other in [2 * rest, 2 * rest + 1] {
            let price = self.tour.gap(end, other);
            if price < limit {
                look(other, price);
            }
        }
        let leave_early = self.tour.nearer_is_cheaper();
        self.neighbours.around(self.door_of(end), |door| {
            let path = self.doors.path(door);
            if self.doors.is_closed(path) {
                if self.spot[path as usize] != door {
                    return true;
                }
                let price = self.tour.gap(end, 2 * path);
                if price < limit {
                    look(2 * path, price);
                    look(2 * path + 1, price);
                }
                return price < limit || !leave_early;
            }
            let other = 2 * path + self.doors.vertex(door);
            let price = self.tour.gap(end, other);
            if price < limit {
                look(other, price);
            }
            price < limit || !leave_early
        });
    }

    /// Another door of a closed path, where it stands.
    fn spins(&self, path: u32, best: &mut Best) {
        let tour = &self.tour;
        let (before, after) = (tour.exit(tour.previous(path)), tour.entry(tour.next(path)));
        let price = |door: u32| {
            let place = self.doors.point(door);
            tour.gap_to(before, place) + tour.gap_to(after, place)
        };
        let now = price(self.spot[path as usize]);
        for door in self.doors.of(path) {
            self.offer(best, now - price(door), Move::Spin { path, door });
        }
    }

    /// 2-opt: connect `end` with another end that is left (or entered) like it.
    fn turns(&self, path: u32, end: u32, best: &mut Best) {
        let tour = &self.tour;
        let leaving = tour.exit(path) == end;
        let partner = |member| {
            if leaving { tour.entry(tour.next(member)) } else { tour.exit(tour.previous(member)) }
        };
        let old_partner = partner(path);
        let old = tour.gap(end, old_partner);
        self.candidates(end, old, |other, joined| {
            let member = other / 2;
            if member == path || (tour.exit(member) == other) != leaving {
                return;
            }
            let other_partner = partner(member);
            let gain = old + tour.gap(other, other_partner) - joined - tour.gap(old_partner, other_partner);
            if gain > best.gain {
                let (first, last) =
                    if leaving { (tour.next(path), member) } else { (member, tour.previous(path)) };
                if tour.turn_cost(first, last) <= self.longest_move {
                    self.offer(best, gain, Move::Turn { first, last });
                }
            }
        });
    }

    /// Or-opt: move the chain of `length` members that begins (or ends) with `end` next to another end.
    fn shifts(&self, path: u32, end: u32, length: usize, best: &mut Best) {
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
        if self.in_chain(tour.rest(), first, length) {
            return;
        }
        let far = if leaving { tour.entry(first) } else { tour.exit(last) };
        let (before, after) = (tour.previous(first), tour.next(last));
        let (left, right) = (tour.exit(before), tour.entry(after));
        let freed =
            tour.gap(left, tour.entry(first)) + tour.gap(tour.exit(last), right) - tour.gap(left, right);
        if freed <= best.gain {
            return;
        }
        self.candidates(end, freed, |other, joined| {
            let member = other / 2;
            if self.in_chain(member, first, length) {
                return;
            }
            // The chain goes between `place` and its successor.
            let other_leaves = tour.exit(member) == other;
            let place = if other_leaves { member } else { tour.previous(member) };
            let turned = other_leaves == leaving;
            if place == before || self.in_chain(place, first, length) || (turned && !self.allow_reverse) {
                return;
            }
            let beyond = if other_leaves { tour.entry(tour.next(member)) } else { tour.exit(place) };
            let gain = freed - joined - tour.gap(far, beyond) + tour.gap(other, beyond);
            if gain > best.gain && tour.shift_cost(first, last, place) <= self.longest_move {
                self.offer(best, gain, Move::Shift { first, last, after: place, turned });
            }
        });
    }

    /// A closed path with a door near `end` comes next to it.
    fn inserts(&self, path: u32, end: u32, best: &mut Best) {
        let tour = &self.tour;
        let leaving = tour.exit(path) == end;
        let after = if leaving { path } else { tour.previous(path) };
        let (left, right) = (tour.exit(after), tour.entry(tour.next(after)));
        let gap = tour.gap(left, right);
        self.neighbours.around(self.door_of(end), |door| {
            let ring = self.doors.path(door);
            if !self.doors.is_closed(ring)
                || self.spot[ring as usize] == door
                || ring == path
                || ring == after
                || ring == tour.next(after)
            {
                return true;
            }
            let (before, beyond) = (tour.exit(tour.previous(ring)), tour.entry(tour.next(ring)));
            let freed = tour.gap(before, tour.entry(ring)) + tour.gap(tour.exit(ring), beyond)
                - tour.gap(before, beyond);
            let place = self.doors.point(door);
            let gain = freed + gap - tour.gap_to(left, place) - tour.gap_to(right, place);
            if gain > best.gain && tour.shift_cost(ring, ring, after) <= self.longest_move {
                self.offer(best, gain, Move::Insert { path: ring, after, door });
            }
            true
        });
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
}
