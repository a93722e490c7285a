//! Inner first: what lies inside of a closed path is drawn before it.

use super::Step;
use super::moves::Move;
use super::tour::Tour;
use crate::boxes::Boxes;
use kurbo::{Point, Rect};
use penstock_drawing::Path;

/// Longest stretch that is turned round: each member has to be looked at.
const LONGEST_TURN: usize = 1_000;

/// A path with more inside than this is not drawn earlier than it stands.
const MOST_INSIDE: usize = 64;

/// Contours are thought of as polygons that leave them by no more than this, in mm.
const TOLERANCE_MM: f64 = 0.05;

/// Contours around one path that are looked at, the smallest first. Beyond that, only contours that cross
/// smaller ones could matter.
const MOST_AROUND: usize = 64;

/// For each path the closed paths around it that follow from no other one: mostly just the smallest, and
/// where contours cross, several.
pub(super) struct Nesting {
    around: Vec<Vec<u32>>,
    inside: Vec<Vec<u32>>,
}

impl Nesting {
    /// Finds out what lies inside of what. Of paths that cross a contour, those count as inside whose box
    /// lies in its box and that begin inside.
    pub(super) fn new(paths: &[Path]) -> Self {
        let mut nesting =
            Self { around: vec![Vec::new(); paths.len()], inside: vec![Vec::new(); paths.len()] };
        let contours: Vec<Contour> = paths
            .iter()
            .enumerate()
            .filter(|(_, path)| path.is_closed())
            .filter_map(|(number, path)| Contour::new(number as u32, path))
            .collect();
        let boxes: Vec<Rect> = contours.iter().map(|contour| contour.bounds).collect();
        let index = Boxes::new(&boxes);
        let mut own: Vec<Option<&Contour>> = vec![None; paths.len()];
        for contour in &contours {
            own[contour.path as usize] = Some(contour);
        }
        let mut candidates: Vec<&Contour> = Vec::new();
        for (number, path) in paths.iter().enumerate() {
            let Some(bounds) = path.bounds() else { continue };
            let place = inner_place(path);
            candidates.clear();
            index.near_once(Rect::from_points(place, place), &mut |candidate| {
                let contour = &contours[candidate as usize];
                // Of contours with one area the earlier lies inside of the later: some order must be.
                let larger = own[number].is_none_or(|own| own.is_below(contour));
                if larger && contour.bounds.union(bounds) == contour.bounds {
                    candidates.push(contour);
                }
            });
            candidates.sort_unstable_by(|a, b| a.area.total_cmp(&b.area).then(a.path.cmp(&b.path)));
            let mut around: Vec<&Contour> = Vec::new();
            for contour in candidates.iter().take(MOST_AROUND) {
                if contour.holds(place) && !around.iter().any(|inner| contour.surrounds(inner)) {
                    around.push(contour);
                    nesting.around[number].push(contour.path);
                    nesting.inside[contour.path as usize].push(number as u32);
                }
            }
        }
        nesting
    }

    /// The same with other numbers: the n-th path is the one that was `names[n]` so far.
    pub(super) fn renamed(&self, names: &[u32]) -> Self {
        let mut number = vec![0; names.len()];
        for (new, &old) in names.iter().enumerate() {
            number[old as usize] = new as u32;
        }
        let rename = |lists: &[Vec<u32>]| {
            let list = |&old: &u32| lists[old as usize].iter().map(|&other| number[other as usize]).collect();
            names.iter().map(list).collect()
        };
        Self { around: rename(&self.around), inside: rename(&self.inside) }
    }

    /// The same steps, but with everything inside of a path moved to just before it where it came later.
    pub(super) fn repair(&self, steps: &[Step]) -> Vec<Step> {
        let mut rank = vec![0u32; steps.len()];
        for (at, step) in steps.iter().enumerate() {
            rank[step.path as usize] = at as u32;
        }
        let mut done = vec![false; steps.len()];
        let mut repaired = Vec::with_capacity(steps.len());
        let mut stack = Vec::new();
        for step in steps {
            // Depth first, without recursion: a file may nest as deep as it likes.
            stack.push((step.path, false));
            while let Some((path, ready)) = stack.pop() {
                if done[path as usize] {
                    continue;
                }
                if ready {
                    done[path as usize] = true;
                    repaired.push(steps[rank[path as usize] as usize]);
                    continue;
                }
                stack.push((path, true));
                let mut inside = self.inside[path as usize].clone();
                inside.sort_unstable_by_key(|&inner| std::cmp::Reverse(rank[inner as usize]));
                stack.extend(inside.into_iter().map(|inner| (inner, false)));
            }
        }
        repaired
    }

    /// Whether every path still comes after what lies inside of it.
    pub(super) fn allows(&self, tour: &Tour, change: &Move) -> bool {
        match *change {
            Move::Spin { .. } => true,
            Move::Insert { path, after, .. } => self.may_shift(tour, path, path, after, false),
            Move::Shift { first, last, after, turned } => self.may_shift(tour, first, last, after, turned),
            Move::Turn { first, last } => {
                let (low, high) = (tour.rank(first), tour.rank(last));
                low > 0 && low <= high && high - low < LONGEST_TURN && {
                    let mut member = first;
                    (low..=high).all(|_| {
                        let outside = !self.is_around(tour, member, low..=high);
                        member = tour.next(member);
                        outside
                    })
                }
            }
        }
    }

    /// Whether two stretches that follow each other may change places.
    pub(super) fn may_exchange(&self, tour: &Tour, position: usize, first: usize, second: usize) -> bool {
        let low = tour.rank(tour.at(position));
        let end = low + first + second;
        let behind = low + first..=end - 1;
        low > 0
            && end <= tour.len()
            && (position..position + first).all(|at| !self.is_around(tour, tour.at(at), behind.clone()))
    }

    fn may_shift(&self, tour: &Tour, first: u32, last: u32, after: u32, turned: bool) -> bool {
        let (low, high, target) = (tour.rank(first), tour.rank(last), tour.rank(after));
        if low == 0 || low > high {
            return false;
        }
        let mut member = first;
        for _ in low..=high {
            let fits = if target > high {
                !self.is_around(tour, member, high + 1..=target)
            } else {
                let inside = &self.inside[member as usize];
                inside.len() <= MOST_INSIDE
                    && inside.iter().all(|&inner| tour.rank(inner) <= target || tour.rank(inner) >= low)
            };
            if !fits || (turned && self.is_around(tour, member, low..=high)) {
                return false;
            }
            member = tour.next(member);
        }
        true
    }

    /// Whether something around this path stands within these ranks.
    fn is_around(&self, tour: &Tour, path: u32, ranks: std::ops::RangeInclusive<usize>) -> bool {
        self.around[path as usize].iter().any(|&around| ranks.contains(&tour.rank(around)))
    }
}

/// A point on the path that is not its start: contours that touch mostly do so where they begin.
fn inner_place(path: &Path) -> Point {
    match path.segments.first() {
        Some(segment) => segment.point(path.start, 0.5),
        None => path.start,
    }
}

/// A closed path as a polygon.
struct Contour {
    path: u32,
    bounds: Rect,
    area: f64,
    /// A point on it.
    place: Point,
    points: Vec<Point>,
}

impl Contour {
    fn new(number: u32, path: &Path) -> Option<Self> {
        let mut points = Vec::new();
        path.flatten(TOLERANCE_MM, &mut points);
        let place = inner_place(path);
        let twice: f64 = points.windows(2).map(|pair| pair[0].to_vec2().cross(pair[1].to_vec2())).sum();
        let bounds = path.bounds()?;
        Some(Self { path: number, bounds, area: twice.abs() / 2.0, place, points })
    }

    /// Whether it is smaller than another one, or of the same area and earlier.
    fn is_below(&self, other: &Self) -> bool {
        self.area.total_cmp(&other.area).then(self.path.cmp(&other.path)).is_lt()
    }

    /// Whether a smaller contour lies inside.
    fn surrounds(&self, smaller: &Self) -> bool {
        self.bounds.union(smaller.bounds) == self.bounds && self.holds(smaller.place)
    }

    /// Whether the polygon winds around a point (even-odd).
    fn holds(&self, place: Point) -> bool {
        let mut inside = false;
        for pair in self.points.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            if (a.y > place.y) != (b.y > place.y) {
                let x = a.x + (place.y - a.y) / (b.y - a.y) * (b.x - a.x);
                inside ^= x > place.x;
            }
        }
        inside
    }
}
