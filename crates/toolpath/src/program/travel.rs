//! Ways with the jet off that keep off parts which lie loose already: they may have tipped, and stand in the
//! way of the head.
//!
//! A move that would pass over a finished part goes around it by the corners of the box around it, on the
//! sheet, by the shortest such way. Where there is none, it goes straight on and is counted.

use super::plan::{CutPlan, Kind};
use crate::boxes::Boxes;
use crate::parts::Part;
use kurbo::{Point, Rect};
use penstock_drawing::Segment;

/// A detour keeps this far from the box of a part, in mm.
const CLEAR_MM: f64 = 2.0;
/// Parts that one detour goes around, at most.
const MOST_OBSTACLES: usize = 8;
/// Chords of an arc are no longer than this angle, in radians.
const CHORD_RAD: f64 = 0.15;

/// Leads every way of the plan around parts that are finished by then. With tabs nothing is loose, and there is
/// nothing to do.
pub(super) fn around_finished(plan: &mut CutPlan, parts: &[Part], sheet: Rect) {
    let mut loose = Loose::new(parts, sheet);
    let mut last_cut = vec![None; parts.len()];
    for (number, cut) in plan.cuts.iter().enumerate() {
        if cut.kind == Kind::Outline {
            last_cut[cut.part] = Some(number);
        }
    }
    let mut at = plan.home;
    for (number, cut) in plan.cuts.iter_mut().enumerate() {
        for run in &mut cut.runs {
            run.approach = loose.way(at, run.start, &mut plan.over_parts);
            at = run.end();
        }
        if last_cut[cut.part] == Some(number) {
            loose.finished[cut.part] = true;
        }
    }
    plan.way_home = loose.way(at, plan.home, &mut plan.over_parts);
}

/// Parts, and which of them are finished.
struct Loose {
    /// Outlines as corners.
    rings: Vec<Vec<Point>>,
    bounds: Vec<Rect>,
    index: Boxes,
    finished: Vec<bool>,
    sheet: Rect,
}

impl Loose {
    fn new(parts: &[Part], sheet: Rect) -> Self {
        let bounds: Vec<Rect> = parts.iter().map(Part::bounds).collect();
        let index = Boxes::new(&bounds);
        Self {
            rings: parts.iter().map(ring).collect(),
            bounds,
            index,
            finished: vec![false; parts.len()],
            sheet,
        }
    }

    /// Places to pass on the way; a way that cannot be led around adds one to `over_parts`.
    fn way(&self, from: Point, to: Point, over_parts: &mut usize) -> Vec<Point> {
        let mut obstacles = Vec::new();
        self.crossed(from, to, &mut obstacles);
        if obstacles.is_empty() {
            return Vec::new();
        }
        loop {
            let known = obstacles.len();
            if known > MOST_OBSTACLES {
                break;
            }
            if let Some(places) = self.detour(from, to, &mut obstacles) {
                return places;
            }
            // Around what stood in the way of the detour, too.
            if obstacles.len() == known {
                break;
            }
        }
        *over_parts += 1;
        Vec::new()
    }

    /// The shortest way by corners of the obstacles (Dijkstra). Whatever else stands in the way is added to them.
    fn detour(&self, from: Point, to: Point, obstacles: &mut Vec<usize>) -> Option<Vec<Point>> {
        let mut places = vec![from, to];
        for &part in obstacles.iter() {
            let around = self.bounds[part].inflate(CLEAR_MM, CLEAR_MM);
            let corners = [
                (around.x0, around.y0),
                (around.x1, around.y0),
                (around.x1, around.y1),
                (around.x0, around.y1),
            ];
            places.extend(corners.map(Point::from).into_iter().filter(|&corner| self.on_sheet(corner)));
        }
        let mut way = vec![(f64::INFINITY, 0usize, false); places.len()];
        way[0].0 = 0.0;
        loop {
            let open = (0..places.len()).filter(|&at| !way[at].2 && way[at].0.is_finite());
            let at = open.min_by(|&a, &b| way[a].0.total_cmp(&way[b].0))?;
            way[at].2 = true;
            if at == 1 {
                break;
            }
            for next in 1..places.len() {
                let length = way[at].0 + places[at].distance(places[next]);
                if way[next].2 || length >= way[next].0 {
                    continue;
                }
                if !self.crossed(places[at], places[next], obstacles) {
                    way[next] = (length, at, false);
                }
            }
        }
        let mut passed = Vec::new();
        let mut at = way[1].1;
        while at != 0 {
            passed.push(places[at]);
            at = way[at].1;
        }
        passed.reverse();
        Some(passed)
    }

    fn on_sheet(&self, place: Point) -> bool {
        let Rect { x0, y0, x1, y1 } = self.sheet;
        (x0..=x1).contains(&place.x) && (y0..=y1).contains(&place.y)
    }

    /// Whether a straight way passes over a finished part; adds those that are not among `obstacles` yet.
    fn crossed(&self, from: Point, to: Point, obstacles: &mut Vec<usize>) -> bool {
        let mut any = false;
        self.index.near(Rect::from_points(from, to), &mut |part| {
            let part = part as usize;
            if self.finished[part] && passes_over(&self.rings[part], self.bounds[part], from, to) {
                any = true;
                if obstacles.len() <= MOST_OBSTACLES && !obstacles.contains(&part) {
                    obstacles.push(part);
                }
            }
        });
        any
    }
}

/// An outline as corners; arcs by chords.
fn ring(part: &Part) -> Vec<Point> {
    let mut ring = Vec::new();
    for (from, segment) in part.outer.path().pieces() {
        let chords = match *segment {
            Segment::Arc { bulge, .. } => (4.0 * bulge.atan().abs() / CHORD_RAD).ceil().max(1.0) as usize,
            _ => 1,
        };
        ring.extend((0..chords).map(|at| segment.point(from, at as f64 / chords as f64)));
    }
    ring
}

/// A way has a point inside of a ring. Its ends may touch it.
fn passes_over(ring: &[Point], bounds: Rect, from: Point, to: Point) -> bool {
    let way = Rect::from_points(from, to);
    let apart = way.x1 < bounds.x0 || way.x0 > bounds.x1 || way.y1 < bounds.y0 || way.y0 > bounds.y1;
    if apart {
        return false;
    }
    let next = ring.iter().cycle().skip(1);
    let along = to - from;
    let crosses = ring.iter().zip(next).any(|(&a, &b)| {
        let (sides, ends) = (
            (along.cross(a - from), along.cross(b - from)),
            ((b - a).cross(from - a), (b - a).cross(to - a)),
        );
        sides.0 * sides.1 < 0.0 && ends.0 * ends.1 < 0.0
    });
    crosses || inside(ring, from.midpoint(to))
}

/// Even and odd, by a ray to the left.
fn inside(ring: &[Point], place: Point) -> bool {
    let next = ring.iter().cycle().skip(1);
    let crossings = ring.iter().zip(next).filter(|&(&a, &b)| {
        (a.y <= place.y) != (b.y <= place.y) && a.x + (place.y - a.y) / (b.y - a.y) * (b.x - a.x) < place.x
    });
    crossings.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::super::tests::{circle, part, rectangle};
    use super::*;

    const SHEET: Rect = Rect::new(0.0, 0.0, 300.0, 200.0);

    fn loose(parts: &[Part], finished: &[usize]) -> Loose {
        let mut loose = Loose::new(parts, SHEET);
        finished.iter().for_each(|&part| loose.finished[part] = true);
        loose
    }

    fn way(loose: &Loose, from: (f64, f64), to: (f64, f64)) -> (Vec<Point>, usize) {
        let mut over = 0;
        (loose.way(from.into(), to.into(), &mut over), over)
    }

    #[test]
    fn a_way_goes_around_what_is_finished_and_over_what_is_not() {
        let parts = [
            part("disc", circle(100.0, 100.0, 30.0), vec![]),
            part("block", rectangle(150.0, 60.0, 180.0, 150.0), vec![]),
        ];
        assert_eq!(way(&loose(&parts, &[]), (10.0, 100.0), (290.0, 110.0)), (vec![], 0));
        let both = loose(&parts, &[0, 1]);
        let (places, over) = way(&both, (10.0, 100.0), (290.0, 110.0));
        assert_eq!(over, 0);
        let mut all = vec![Point::new(10.0, 100.0)];
        all.extend(&places);
        all.push(Point::new(290.0, 110.0));
        for pair in all.windows(2) {
            for step in 0..=100 {
                let place = pair[0].lerp(pair[1], f64::from(step) / 100.0);
                assert!(!parts.iter().any(|part| part.outer.contains(place)), "{place:?}");
                assert!(SHEET.contains(place));
            }
        }
        let length: f64 = all.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
        assert!(length < 330.0, "{length}");
        // Past its corner, nothing is in the way.
        assert_eq!(way(&both, (10.0, 65.0), (140.0, 65.0)), (vec![], 0));
    }

    #[test]
    fn a_wall_from_edge_to_edge_is_crossed_and_counted() {
        let wall = [part("wall", rectangle(100.0, 1.0, 110.0, 199.0), vec![])];
        assert_eq!(way(&loose(&wall, &[0]), (10.0, 100.0), (290.0, 100.0)), (vec![], 1));
    }
}
