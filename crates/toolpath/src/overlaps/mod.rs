//! Draws once what lies on top of itself: pieces of straight lines that share a line, and of arcs that
//! share a circle.
//!
//! The sides that two neighbouring shapes of a map or a honeycomb have in common, lines of different
//! length on top of each other, an arc that goes more than once around: the first stays, and of the later
//! ones the pieces that lie on it are cut out. What is cut out is within the tolerance of what stays. Paths
//! fall apart where a piece is missing; joining afterwards makes strokes of the parts. Curves are left
//! alone ([`crate::remove_duplicates`] finds whole ones).

mod cells;
mod circles;
mod intervals;
mod lines;

use crate::{Progress, Stopped, tick};
use circles::Circles;
use intervals::{Interval, remaining};
use kurbo::Point;
use lines::Lines;
use penstock_drawing::{Path, Segment};
use std::collections::HashMap;

/// What was cut out.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Overlaps {
    /// Segments that lost a piece or all of it.
    pub segments: u64,
    /// Length that is no longer drawn, in mm.
    pub removed_mm: f64,
}

/// Cuts out of the paths of one layer what earlier lines and arcs of it draw already, within
/// `tolerance_mm`. Dots and curves stay; so do overlaps that are no longer than the tolerance, such as
/// those of lines that meet.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn remove_overlaps(
    paths: Vec<Path>,
    tolerance_mm: f64,
    progress: &mut Progress<'_>,
) -> Result<(Vec<Path>, Overlaps), Stopped> {
    let (paths, overlaps) = cut_overlaps(paths, tolerance_mm, &|_| true, &mut |_| {}, progress)?;
    Ok((paths.into_iter().map(|(_, path)| path).collect(), overlaps))
}

/// Shares of one segment that earlier ones draw.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Covered {
    /// Number of its path.
    pub(crate) path: usize,
    /// The middle of the longest of them.
    pub(crate) place: Point,
    /// Their length in mm.
    pub(crate) length_mm: f64,
}

/// [`remove_overlaps`] that cuts only paths of which `may_cut` says so, tells `found` of every segment that
/// lies on earlier ones, and gives each path with the number of the one that it comes from.
pub(crate) fn cut_overlaps(
    paths: Vec<Path>,
    tolerance_mm: f64,
    may_cut: &dyn Fn(usize) -> bool,
    found: &mut dyn FnMut(Covered),
    progress: &mut Progress<'_>,
) -> Result<(Vec<(usize, Path)>, Overlaps), Stopped> {
    let search = Search::new(paths.iter(), tolerance_mm);
    let tolerance_mm = search.tolerance_mm;
    let mut kept: HashMap<u32, Vec<Interval>> = HashMap::new();
    let mut overlaps = Overlaps::default();
    let mut covered = intervals::Covered::default();
    let (mut number, count) = (0u32, paths.len());
    for (at, path) in paths.iter().enumerate() {
        tick(&mut |f| progress(0.9 * f), at, count)?;
        for (from, segment) in path.pieces() {
            search.cover(segment, number, &kept, &mut covered);
            if !covered.is_empty() {
                let length_mm = segment.length_mm(from);
                let rest = remaining(&mut covered, tolerance_mm / length_mm);
                let share = 1.0 - left(&rest);
                if share > 0.0 {
                    let longest =
                        covered.iter().max_by(|a, b| (a.end - a.start).total_cmp(&(b.end - b.start)));
                    let middle = longest.map_or(0.5, |it| f64::midpoint(it.start, it.end));
                    let place = segment.point(from, middle);
                    found(Covered { path: at, place, length_mm: share * length_mm });
                }
                if share > 0.0 && may_cut(at) {
                    overlaps.segments += 1;
                    overlaps.removed_mm += share * length_mm;
                    kept.insert(number, rest);
                }
            }
            number += 1;
        }
    }
    if kept.is_empty() {
        return Ok((paths.into_iter().enumerate().collect(), overlaps));
    }
    let mut parts = Vec::with_capacity(paths.len());
    let mut pieces = Vec::new();
    let mut number = 0u32;
    for (at, path) in paths.into_iter().enumerate() {
        tick(&mut |f| progress(0.9 + 0.1 * f), at, count)?;
        let first = number;
        number += path.segments.len() as u32;
        if (first..number).any(|segment| kept.contains_key(&segment)) {
            pieces.clear();
            cut(&path, first, &kept, &mut pieces);
            parts.extend(pieces.drain(..).map(|piece| (at, piece)));
        } else {
            parts.push((at, path));
        }
    }
    Ok((parts, overlaps))
}

/// Any segment lies on an earlier one: what [`cut_overlaps`] would tell of.
pub(crate) fn any_overlap<'a>(
    paths: impl ExactSizeIterator<Item = &'a Path> + Clone,
    tolerance_mm: f64,
    progress: &mut Progress<'_>,
) -> Result<bool, Stopped> {
    let search = Search::new(paths.clone(), tolerance_mm);
    let (kept, mut covered) = (HashMap::new(), intervals::Covered::default());
    let (mut number, count) = (0u32, paths.len());
    for (at, path) in paths.enumerate() {
        tick(progress, at, count)?;
        for (from, segment) in path.pieces() {
            search.cover(segment, number, &kept, &mut covered);
            if !covered.is_empty() {
                let rest = remaining(&mut covered, search.tolerance_mm / segment.length_mm(from));
                if left(&rest) < 1.0 {
                    return Ok(true);
                }
            }
            number += 1;
        }
    }
    Ok(false)
}

/// All segments by what they lie on.
struct Search {
    lines: Lines,
    circles: Circles,
    tolerance_mm: f64,
}

impl Search {
    fn new<'a>(paths: impl Iterator<Item = &'a Path> + Clone, tolerance_mm: f64) -> Self {
        let tolerance_mm = tolerance_mm.max(1e-6);
        Self {
            lines: Lines::new(paths.clone(), tolerance_mm),
            circles: Circles::new(paths, tolerance_mm),
            tolerance_mm,
        }
    }

    /// Replaces `covered` with what earlier segments draw of this one; `kept` says what is left of those that
    /// were cut.
    fn cover(
        &self,
        segment: &Segment,
        number: u32,
        kept: &HashMap<u32, Vec<Interval>>,
        covered: &mut intervals::Covered,
    ) {
        covered.clear();
        match segment {
            Segment::Line { .. } => self.lines.cover(number, kept, covered),
            Segment::Arc { .. } => self.circles.cover(number, kept, covered),
            Segment::Cubic { .. } => {}
        }
    }
}

/// The share of a segment that these make.
fn left(rest: &[Interval]) -> f64 {
    rest.iter().map(|interval| interval.end - interval.start).sum()
}

/// Appends what stays of a path whose segments are numbered from `first` on.
fn cut(path: &Path, first: u32, kept: &HashMap<u32, Vec<Interval>>, parts: &mut Vec<Path>) {
    const WHOLE: [Interval; 1] = [Interval { start: 0.0, end: 1.0 }];
    let before = parts.len();
    let mut part: Option<Path> = None;
    let end = |part: &mut Option<Path>, parts: &mut Vec<Path>| parts.extend(part.take());
    for (at, (from, segment)) in path.pieces().enumerate() {
        let stays = kept.get(&(first + at as u32)).map_or(&WHOLE[..], Vec::as_slice);
        if stays.first().is_none_or(|interval| interval.start > 0.0) {
            end(&mut part, parts);
        }
        for interval in stays {
            let (start, piece) = if interval.start <= 0.0 && interval.end >= 1.0 {
                (from, *segment)
            } else {
                segment.piece(from, interval.start..interval.end)
            };
            part.get_or_insert(Path { start, segments: Vec::new() }).segments.push(piece);
            if interval.end < 1.0 {
                end(&mut part, parts);
            }
        }
    }
    end(&mut part, parts);
    join_over_start(path, before, parts);
}

/// A closed path that lost a piece goes on over its start.
fn join_over_start(path: &Path, before: usize, parts: &mut Vec<Path>) {
    let joins = path.is_closed()
        && parts.len() > before + 1
        && parts[before].start == path.start
        && parts.last().is_some_and(|last| last.end() == path.start);
    if joins && let Some(mut last) = parts.pop() {
        let head = std::mem::replace(&mut parts[before], Path { start: Point::ZERO, segments: Vec::new() });
        last.segments.extend(head.segments);
        parts[before] = last;
    }
}

#[cfg(test)]
mod tests;
