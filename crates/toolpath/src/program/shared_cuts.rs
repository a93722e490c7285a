//! Cuts that two neighbours share: parts a kerf apart need one cut between them.
//!
//! The part that comes first is cut whole. Of the next one, the stretches that lie on cuts before it are left
//! out. What remains begins and ends in a kerf that is there already, so it needs neither lead nor pierce.

use super::tabs::stretches;
use crate::leads::turned;
use kurbo::Point;
use penstock_drawing::{Path, Segment};
use std::collections::HashMap;
use std::f64::consts::PI;
use std::ops::Range;

/// Cuts further apart than this are two, in mm: half of what the proof forgives.
const SAME_MM: f64 = 0.01;
/// Shorter stretches are cut twice, in mm: to stop and start again costs more.
const SHORTEST_MM: f64 = 5.0;
/// Cuts go on into each other by this, in mm, so that nothing stays between them.
const OVERLAP_MM: f64 = 0.5;
/// Directions in half a turn, and width of a bin across in mm.
const DIRECTIONS: i64 = 3600;
const ACROSS_MM: f64 = 1.0;

/// Straight cuts, by direction and distance from the drawing's zero.
#[derive(Debug, Default)]
pub(super) struct Cuts {
    lines: HashMap<(i64, i64), Vec<(Point, Point)>>,
}

impl Cuts {
    /// Remembers the straight pieces of a cut.
    pub(super) fn add(&mut self, cut: &Path) {
        for (from, segment) in cut.pieces() {
            if let Segment::Line { to } = *segment
                && from.distance(to) >= SHORTEST_MM
            {
                let (direction, across) = bins(from, to);
                self.lines.entry((direction, across)).or_default().push((from, to));
            }
        }
    }

    /// What is left of a closed line: stretches from kerf to kerf, and how much was left out, in mm; none where
    /// it shares nothing.
    pub(super) fn rest_of(&self, line: &Path) -> Option<(Vec<Path>, f64)> {
        let shared = self.shared(line);
        let behind =
            |at: usize| shared.get(at + 1).map_or(shared[0].start + line.length_mm(), |next| next.start);
        let free = |at: usize| behind(at) - shared[at].end;
        let widest = (0..shared.len()).max_by(|&a, &b| free(a).total_cmp(&free(b)))?;
        // From the middle of what is not shared, so that nothing shared is cut in two.
        let start_mm = (shared[widest].end + free(widest) / 2.0) % line.length_mm();
        let around = started_at(line, start_mm)?;
        let gaps = self.shared(&around);
        let left_out_mm = gaps.iter().map(|gap| gap.end - gap.start).fold(0.0, std::ops::Add::add);
        let mut rest = stretches(&around, &gaps);
        if rest.len() > 1 {
            // The first and the last one are halves of the stretch that it began in.
            let first = rest.remove(0);
            rest.last_mut()?.segments.extend(first.segments);
        }
        Some((rest, left_out_mm))
    }

    /// Stretches along a line that are cut already, in mm from its start, each a little shorter than it is.
    fn shared(&self, line: &Path) -> Vec<Range<f64>> {
        let mut shared: Vec<Range<f64>> = Vec::new();
        let mut done = 0.0;
        for (from, segment) in line.pieces() {
            let length = segment.length_mm(from);
            if let Segment::Line { to } = *segment
                && length >= SHORTEST_MM
            {
                let along = self.near(from, to).filter_map(|(a, b)| overlap((from, to), (a, b)));
                shared.extend(
                    along.map(|range| done + range.start + OVERLAP_MM..done + range.end - OVERLAP_MM),
                );
            }
            done += length;
        }
        shared.sort_by(|a, b| a.start.total_cmp(&b.start));
        let mut merged: Vec<Range<f64>> = Vec::with_capacity(shared.len());
        for range in shared {
            match merged.last_mut().filter(|last| range.start <= last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => merged.push(range),
            }
        }
        merged
    }

    fn near(&self, from: Point, to: Point) -> impl Iterator<Item = (Point, Point)> + '_ {
        let (direction, across) = bins(from, to);
        (-1..=1).flat_map(move |turn| {
            // Over the end of the half turn the distance changes its sign.
            let wrapped = (direction + turn).rem_euclid(DIRECTIONS);
            let sign = if wrapped == direction + turn { 1 } else { -1 };
            (-1..=1).flat_map(move |step| {
                let across = if sign > 0 { across + step } else { -across - 1 + step };
                self.lines.get(&(wrapped, across)).into_iter().flatten().copied()
            })
        })
    }
}

/// Direction and distance from zero; a line and its reverse have the same.
fn bins(from: Point, to: Point) -> (i64, i64) {
    let turn = (to - from).atan2().rem_euclid(PI);
    let direction = ((turn / PI * DIRECTIONS as f64) as i64).min(DIRECTIONS - 1);
    // By the middle of the bin: lines that share a cut have nearly the same direction, and are not long.
    let (sin, cos) = ((direction as f64 + 0.5) / DIRECTIONS as f64 * PI).sin_cos();
    let middle = from.midpoint(to);
    (direction, ((middle.y * cos - middle.x * sin) / ACROSS_MM).floor() as i64)
}

/// Which part of the first line lies on the second one, in mm from its start.
fn overlap((from, to): (Point, Point), (a, b): (Point, Point)) -> Option<Range<f64>> {
    let length = from.distance(to);
    let along = (to - from) / length;
    let off = |place: Point| along.cross(place - from);
    let at = |place: Point| along.dot(place - from);
    let ((near, far), (near_off, far_off)) =
        if at(a) <= at(b) { ((at(a), at(b)), (off(a), off(b))) } else { ((at(b), at(a)), (off(b), off(a))) };
    let range = near.max(0.0)..far.min(length);
    if range.end - range.start < SHORTEST_MM {
        return None;
    }
    let off_at = |place: f64| near_off + (far_off - near_off) * (place - near) / (far - near);
    (off_at(range.start).abs() <= SAME_MM && off_at(range.end).abs() <= SAME_MM).then_some(range)
}

/// A closed line from the place that is so many mm behind its start.
fn started_at(line: &Path, place_mm: f64) -> Option<Path> {
    let mut done = 0.0;
    for (number, (from, segment)) in line.pieces().enumerate() {
        let length = segment.length_mm(from);
        if length > 0.0 && place_mm < done + length {
            return Some(turned(line, number, ((place_mm - done) / length).max(0.0)));
        }
        done += length;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rectangle(x0: f64, y0: f64, x1: f64, y1: f64) -> Path {
        let to = |x, y| Segment::Line { to: Point::new(x, y) };
        Path { start: Point::new(x0, y0), segments: vec![to(x1, y0), to(x1, y1), to(x0, y1), to(x0, y0)] }
    }

    #[test]
    fn what_is_cut_already_is_left_out_and_the_rest_goes_from_kerf_to_kerf() {
        let mut cuts = Cuts::default();
        let first = rectangle(0.0, 0.0, 100.0, 60.0);
        assert_eq!(cuts.rest_of(&first), None);
        cuts.add(&first);
        // Beside it, half as high, within a hundredth.
        let (rest, left_out) = cuts.rest_of(&rectangle(100.005, 20.0, 150.0, 50.0)).unwrap();
        assert!((left_out - 29.0).abs() < 1e-9, "{left_out}");
        assert_eq!(rest.len(), 1);
        assert!((rest[0].length_mm() - (2.0 * 49.995 + 30.0 + 1.0)).abs() < 1e-9);
        for end in [rest[0].start, rest[0].end()] {
            assert!((end.x - 100.005).abs() < 1e-9 && (20.0..=50.0).contains(&end.y), "{end:?}");
        }
        // A tenth away is another cut.
        assert_eq!(cuts.rest_of(&rectangle(100.1, 20.0, 150.0, 50.0)), None);
    }

    #[test]
    fn lines_in_any_direction_are_known_again() {
        for degrees in [0.0f64, 0.01, 33.3, 89.99, 90.0, 135.0, 179.99] {
            let (sin, cos) = degrees.to_radians().sin_cos();
            let at = |along: f64, off: f64| {
                Point::new(500.0 + along * cos - off * sin, -300.0 + along * sin + off * cos)
            };
            let line = |from, to| Path { start: from, segments: vec![Segment::Line { to }] };
            let mut cuts = Cuts::default();
            cuts.add(&line(at(0.0, 0.0), at(80.0, 0.0)));
            let shared = cuts.shared(&line(at(100.0, 0.004), at(30.0, -0.004)));
            assert_eq!(shared.len(), 1, "{degrees}");
            assert!(
                (shared[0].start - 20.5).abs() < 1e-6 && (shared[0].end - 69.5).abs() < 1e-6,
                "{shared:?}"
            );
            assert!(cuts.shared(&line(at(100.0, 0.3), at(30.0, -0.3))).is_empty());
        }
    }
}
