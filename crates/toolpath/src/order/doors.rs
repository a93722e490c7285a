//! Where a path may be entered: its two ends, or some vertices of a closed one.

use crate::rotate::{start_point, starts};
use kurbo::Point;
use penstock_drawing::Path;

/// Vertices of one closed path that are looked at, spread evenly over it. The exact vertex is chosen when
/// the order stands.
const MOST_A_PATH: usize = 16;

/// Vertices of all closed paths that are looked at, roughly: it keeps the memory in bounds.
const MOST_IN_ALL: usize = 400_000;

/// Fewest vertices of a closed path that are looked at.
const FEWEST_A_PATH: usize = 4;

/// The doors of all paths. Those of path `p` are numbered from `first(p)` to `first(p + 1)`; an open path
/// has its start and its end, a closed one vertices.
pub(super) struct Doors {
    /// Where each door is.
    pub(super) points: Vec<Point>,
    /// The path that each door belongs to.
    pub(super) path_of: Vec<u32>,
    /// The vertex of a closed path; 0 for the start of an open path and 1 for its end.
    vertices: Vec<u32>,
    first: Vec<u32>,
    closed: Vec<bool>,
}

/// How many doors a path has on average, roughly.
pub(super) fn a_path(paths: &[Path]) -> f64 {
    let doors: usize = paths.iter().map(|path| starts(path).clamp(2, MOST_A_PATH)).sum();
    doors as f64 / paths.len().max(1) as f64
}

impl Doors {
    /// Finds the doors of paths, which are then numbered as they come.
    pub(super) fn new<'a>(paths: impl Iterator<Item = &'a Path> + Clone) -> Self {
        let closed_count = paths.clone().filter(|path| path.is_closed()).count().max(1);
        let most = (MOST_IN_ALL / closed_count).clamp(FEWEST_A_PATH, MOST_A_PATH);
        let mut doors = Self {
            points: Vec::new(),
            path_of: Vec::new(),
            vertices: Vec::new(),
            first: Vec::new(),
            closed: Vec::new(),
        };
        for (number, path) in paths.enumerate() {
            let closed = path.is_closed();
            doors.first.push(doors.points.len() as u32);
            doors.closed.push(closed);
            let mut push = |point, vertex: usize| {
                doors.points.push(point);
                doors.path_of.push(number as u32);
                doors.vertices.push(vertex as u32);
            };
            if closed {
                let all = starts(path);
                let some = all.min(most);
                for at in 0..some {
                    let vertex = at * all / some;
                    push(start_point(path, vertex), vertex);
                }
            } else {
                push(path.start, 0);
                push(path.end(), 1);
            }
        }
        doors.first.push(doors.points.len() as u32);
        doors
    }

    /// The doors of a path.
    pub(super) fn of(&self, path: u32) -> std::ops::Range<u32> {
        self.first[path as usize]..self.first[path as usize + 1]
    }

    /// Whether a path is closed: then it is entered and left at one door.
    pub(super) fn is_closed(&self, path: u32) -> bool {
        self.closed[path as usize]
    }

    /// Where a door is.
    pub(super) fn point(&self, door: u32) -> Point {
        self.points[door as usize]
    }

    /// The path of a door.
    pub(super) fn path(&self, door: u32) -> u32 {
        self.path_of[door as usize]
    }

    /// Where the tool comes out that went in by a door.
    pub(super) fn beyond(&self, door: u32) -> u32 {
        let path = self.path(door);
        if self.is_closed(path) { door } else { 2 * self.of(path).start + 1 - door }
    }

    /// The vertex of a closed path that a door stands for; 0 or 1 for the start or end of an open one.
    pub(super) fn vertex(&self, door: u32) -> u32 {
        self.vertices[door as usize]
    }

    /// The door of a closed path nearest to one of its vertices, by number.
    pub(super) fn at_vertex(&self, path: u32, vertex: u32) -> u32 {
        let range = self.of(path);
        let vertices = &self.vertices[range.start as usize..range.end as usize];
        let after = vertices.partition_point(|&known| known <= vertex);
        range.start + after.saturating_sub(1) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use penstock_drawing::Segment;

    #[test]
    fn closed_paths_have_doors_all_around_and_open_ones_at_their_ends() {
        let ring = |corners: u32| {
            let at = |corner: u32| {
                let (sin, cos) =
                    (f64::from(corner % corners) / f64::from(corners) * std::f64::consts::TAU).sin_cos();
                Point::new(cos, sin)
            };
            Path {
                start: at(0),
                segments: (1..=corners).map(|corner| Segment::Line { to: at(corner) }).collect(),
            }
        };
        let line = Path { start: Point::ORIGIN, segments: vec![Segment::Line { to: Point::new(1.0, 0.0) }] };
        let doors = Doors::new([ring(5), line, ring(1000)].iter());
        assert_eq!((doors.of(0), doors.of(1)), (0..5, 5..7));
        assert_eq!(doors.of(2).len(), MOST_A_PATH);
        assert_eq!(doors.path(6), 1);
        assert_eq!((doors.beyond(5), doors.beyond(6), doors.beyond(3)), (6, 5, 3));
        assert_eq!(doors.vertex(doors.at_vertex(2, 0)), 0);
        assert_eq!(doors.vertex(doors.at_vertex(2, 999)), 937);
        assert!(doors.is_closed(2) && !doors.is_closed(1));
    }
}
