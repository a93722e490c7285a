//! Drops paths that draw the same line twice.

use crate::rotate::start_point;
use crate::{Progress, Stopped, tick};
use kurbo::Point;
use penstock_drawing::{Path, Segment};
use std::collections::HashMap;

/// Candidates that are compared with one path at most. Different paths hardly ever share a signature;
/// the cap keeps a file made to do so from costing more than linear time.
const MOST_CANDIDATES: usize = 64;

/// Starts of a closed path that are tried at most.
const MOST_STARTS: usize = 16;

/// Width of a signature's cells as a multiple of the tolerance: wide cells need few second looks.
const CELL: f64 = 32.0;

/// Drops every path that repeats an earlier one, in the same direction or reversed, and for closed
/// paths from whatever vertex; returns how many went. Two paths are the same when their segments are of
/// the same kinds and each of their points lies within `tolerance_mm` of the other's in x and in y.
/// A line that another file cut into two is not recognised.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn remove_duplicates(
    paths: &mut Vec<Path>,
    tolerance_mm: f64,
    progress: &mut Progress<'_>,
) -> Result<u64, Stopped> {
    let tolerance_mm = tolerance_mm.max(1e-9);
    let mut kept: HashMap<Key, Vec<u32>> = HashMap::with_capacity(paths.len());
    let mut drop = vec![false; paths.len()];
    let mut keys = Vec::new();
    for at in 0..paths.len() {
        tick(progress, at, paths.len())?;
        let path = &paths[at];
        let signature = Signature::of(path);
        signature.keys_within(tolerance_mm, &mut keys);
        let mut candidates = keys.iter().filter_map(|key| kept.get(key)).flatten().take(MOST_CANDIDATES);
        if candidates.any(|&other| same_line(&paths[other as usize], path, tolerance_mm)) {
            drop[at] = true;
        } else {
            kept.entry(signature.key(tolerance_mm)).or_default().push(at as u32);
        }
    }
    let before = paths.len();
    let mut drop = drop.into_iter();
    paths.retain(|_| !drop.next().unwrap_or(false));
    Ok((before - paths.len()) as u64)
}

/// Numbers that stay the same when a path is reversed or begun at another vertex.
struct Signature {
    segments: usize,
    values: [f64; 6],
}

type Key = (usize, [i64; 6]);

impl Signature {
    fn of(path: &Path) -> Self {
        let mut low = path.start;
        let mut high = path.start;
        // The start of a closed path is also its last end: count it once.
        let (mut sum, mut count) = if path.is_closed() { (Point::ZERO, 0.0) } else { (path.start, 1.0) };
        for segment in &path.segments {
            let to = segment.to();
            low = Point::new(low.x.min(to.x), low.y.min(to.y));
            high = Point::new(high.x.max(to.x), high.y.max(to.y));
            sum += to.to_vec2();
            count += 1.0;
        }
        let values = [low.x, low.y, high.x, high.y, sum.x / count, sum.y / count];
        Self { segments: path.segments.len(), values }
    }

    fn key(&self, tolerance_mm: f64) -> Key {
        (self.segments, self.values.map(|value| (value / (CELL * tolerance_mm)).floor() as i64))
    }

    /// The keys of everything whose values differ by no more than the tolerance: nearly always one.
    fn keys_within(&self, tolerance_mm: f64, keys: &mut Vec<Key>) {
        let cell = CELL * tolerance_mm;
        // A little more than the tolerance: means are rounded.
        let reach = 1.01 * tolerance_mm;
        keys.clear();
        keys.push((self.segments, self.values.map(|value| ((value - reach) / cell).floor() as i64)));
        for (at, value) in self.values.iter().enumerate() {
            let high = ((value + reach) / cell).floor() as i64;
            if high != keys[0].1[at] {
                for known in 0..keys.len() {
                    let mut other = keys[known];
                    other.1[at] = high;
                    keys.push(other);
                }
            }
        }
    }
}

fn same_line(a: &Path, b: &Path, tolerance_mm: f64) -> bool {
    if a.segments.len() != b.segments.len() {
        return false;
    }
    let count = b.segments.len();
    let near = |p: Point, q: Point| near(p, q, tolerance_mm);
    if a.is_closed() && b.is_closed() {
        let starts = (0..count).filter(|&vertex| near(a.start, start_point(b, vertex))).take(MOST_STARTS);
        return starts.into_iter().any(|vertex| {
            let forward = (0..count).map(|i| piece(b, (vertex + i) % count));
            let backward = (0..count).map(|i| piece(b, (vertex + count - 1 - i) % count).reversed());
            matches(a, forward, tolerance_mm) || matches(a, backward, tolerance_mm)
        });
    }
    (near(a.start, b.start) && matches(a, (0..count).map(|i| piece(b, i)), tolerance_mm))
        || (near(a.start, b.end())
            && matches(a, (0..count).rev().map(|i| piece(b, i).reversed()), tolerance_mm))
}

fn matches(a: &Path, pieces: impl Iterator<Item = Piece>, tolerance_mm: f64) -> bool {
    pieces.enumerate().all(|(at, other)| piece(a, at).same(&other, tolerance_mm))
}

/// A segment with its start.
struct Piece {
    from: Point,
    segment: Segment,
}

fn piece(path: &Path, at: usize) -> Piece {
    Piece { from: start_point(path, at), segment: path.segments[at] }
}

impl Piece {
    fn reversed(self) -> Self {
        Self { from: self.segment.to(), segment: self.segment.reversed(self.from) }
    }

    fn same(&self, other: &Self, tolerance_mm: f64) -> bool {
        let near = |p, q| near(p, q, tolerance_mm);
        near(self.from, other.from)
            && near(self.segment.to(), other.segment.to())
            && match (self.segment, other.segment) {
                (Segment::Line { .. }, Segment::Line { .. }) => true,
                // A bulge is the height of the arc over half its chord.
                (Segment::Arc { bulge: a, .. }, Segment::Arc { bulge: b, .. }) => {
                    (a - b).abs() * self.from.distance(self.segment.to()) / 2.0 <= tolerance_mm
                }
                (Segment::Cubic { c1, c2, .. }, Segment::Cubic { c1: d1, c2: d2, .. }) => {
                    near(c1, d1) && near(c2, d2)
                }
                _ => false,
            }
    }
}

fn near(p: Point, q: Point, tolerance_mm: f64) -> bool {
    (p.x - q.x).abs() <= tolerance_mm && (p.y - q.y).abs() <= tolerance_mm
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::start_at_vertex;
    use proptest::prelude::*;

    fn path(points: &[(f64, f64)]) -> Path {
        let mut points = points.iter().map(|&p| Point::from(p));
        let start = points.next().unwrap();
        Path { start, segments: points.map(|to| Segment::Line { to }).collect() }
    }

    fn left(mut paths: Vec<Path>) -> Vec<Path> {
        let before = paths.len() as u64;
        let gone = remove_duplicates(&mut paths, 0.01, &mut |_| true).unwrap();
        assert_eq!(gone, before - paths.len() as u64);
        paths
    }

    #[test]
    fn the_first_of_equal_paths_stays() {
        let line = path(&[(0.0, 0.0), (10.0, 0.0)]);
        let back = path(&[(10.0, 0.004), (0.0, -0.004)]);
        let other = path(&[(0.0, 0.0), (10.0, 0.5)]);
        let dot = path(&[(3.0, 3.0)]);
        let paths = vec![dot.clone(), line.clone(), other.clone(), back, dot.clone(), line.clone()];
        assert_eq!(left(paths), [dot, line, other]);
    }

    #[test]
    fn lines_across_the_same_box_are_two_lines() {
        let paths = vec![path(&[(0.0, 0.0), (1.0, 1.0)]), path(&[(0.0, 1.0), (1.0, 0.0)])];
        assert_eq!(left(paths.clone()), paths);
    }

    #[test]
    fn an_arc_is_not_its_chord_or_its_mirror() {
        let arc = |bulge| Path {
            start: Point::ORIGIN,
            segments: vec![Segment::Arc { to: Point::new(4.0, 0.0), bulge }],
        };
        let reversed = Path {
            start: Point::new(4.0, 0.0),
            segments: vec![Segment::Arc { to: Point::ORIGIN, bulge: -0.5 }],
        };
        let paths = vec![arc(0.5), arc(-0.5), path(&[(0.0, 0.0), (4.0, 0.0)])];
        let with_copy = paths.iter().cloned().chain([reversed]).collect();
        assert_eq!(left(with_copy), paths);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_copy_is_found_however_it_is_turned_and_moved_within_the_tolerance(
            points in prop::collection::vec((0.0..50.0f64, 0.0..50.0f64), 3..12),
            closed in any::<bool>(), reverse in any::<bool>(), vertex in 0usize..12,
            shift in (-0.009..0.009f64, -0.009..0.009f64),
        ) {
            let mut points = points;
            let moved = |list: &[(f64, f64)]| list.iter().map(|p| (p.0 + shift.0, p.1 + shift.1)).collect();
            if closed {
                points.push(points[0]);
            }
            let original = path(&points);
            let mut copy: Vec<(f64, f64)> = moved(&points);
            if reverse {
                copy.reverse();
            }
            let copy = start_at_vertex(path(&copy), vertex);
            prop_assert_eq!(left(vec![original.clone(), copy]), vec![original]);
        }
    }
}
