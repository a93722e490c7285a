//! Loops along the border, one inside of the other, linked to as few strokes as can be.

use super::loops::{around, nearest};
use super::{FillOptions, polyline, thin};
use crate::region::{Region, Ring};
use kurbo::{Point, Rect};
use penstock_drawing::Path;

/// A link is no longer than this many loops are apart.
const LONGEST_LINK: f64 = 2.0;
/// The way from loop to loop may touch the outer one where it leaves it, in mm.
const TOUCH_MM: f64 = 1e-6;

/// Fills a connected region with loops a pitch apart, the first along its border. Where a loop ends in a
/// point or a neck that the next one cannot follow, a stroke of its own inks what lies between them.
pub(super) fn fill(region: &Region, options: &FillOptions, strokes: &mut Vec<Path>) {
    let pitch_mm = options.pitch_mm();
    let mut between = Vec::new();
    let levels = levels(region, options, &mut between);
    let mut free: Vec<Vec<bool>> = levels.iter().map(|rings| vec![true; rings.len()]).collect();
    for level in 0..levels.len() {
        for ring in 0..levels[level].len() {
            if free[level][ring] {
                let points = stroke(&levels, &mut free, (level, ring), pitch_mm);
                strokes.extend(polyline(&points));
            }
        }
    }
    between.iter().for_each(|gap| thin::fill(gap, options.pen_width_mm, strokes));
}

/// The rings of the region, of what is further inside by a pitch, and so on. What is left in the middle is
/// narrower than two pitches; a last half step inks it. What lies between two levels and is inked by
/// neither goes to `between`, unless gaps are wanted.
fn levels(region: &Region, options: &FillOptions, between: &mut Vec<Region>) -> Vec<Vec<Ring>> {
    let (pitch_mm, half) = (options.pitch_mm(), options.pen_width_mm / 2.0);
    let mut levels = Vec::new();
    let mut rest = vec![region.clone()];
    while !rest.is_empty() {
        levels.push(rest.iter().flat_map(Region::rings).collect());
        let mut inner = |part: Region| {
            let next = part.inset(pitch_mm);
            let next = if next.is_empty() { part.inset(pitch_mm / 2.0) } else { next };
            if pitch_mm <= options.pen_width_mm {
                between.push(part.inset(half).minus(&next.inset(-half)));
            }
            next
        };
        // Parts apart from each other: one may end while another goes on.
        rest = rest.iter().flat_map(Region::parts).map(&mut inner).filter(|next| !next.is_empty()).collect();
    }
    levels
}

/// From a loop inwards for as long as there is a loop beside it that nothing has drawn.
fn stroke(
    levels: &[Vec<Ring>],
    free: &mut [Vec<bool>],
    (mut level, mut ring): (usize, usize),
    pitch_mm: f64,
) -> Vec<Point> {
    free[level][ring] = false;
    let outer = &levels[level][ring];
    let mut points: Vec<Point> = outer.iter().chain(outer.first()).copied().collect();
    while let (Some(rings), Some(&last)) = (levels.get(level + 1), points.last()) {
        let unused = rings.iter().enumerate().filter(|(number, _)| free[level + 1][*number]);
        let Some(on) = nearest(unused, last) else { break };
        if on.distance > LONGEST_LINK * pitch_mm || leaves(&levels[level], last, on.point) {
            break;
        }
        (level, ring) = (level + 1, on.ring);
        free[level][ring] = false;
        points.append(&mut around(&levels[level][ring], on));
    }
    points.dedup();
    points
}

/// Whether the straight way from a place on one of the rings crosses any of them.
fn leaves(rings: &[Ring], from: Point, to: Point) -> bool {
    let way = to - from;
    let bounds = Rect::from_points(from, to);
    rings.iter().any(|ring| {
        (0..ring.len()).any(|edge| {
            let (a, b) = (ring[edge], ring[(edge + 1) % ring.len()]);
            let around = Rect::from_points(a, b);
            if around.x0 > bounds.x1
                || around.x1 < bounds.x0
                || around.y0 > bounds.y1
                || around.y1 < bounds.y0
            {
                return false;
            }
            let along = b - a;
            let turn = way.cross(along);
            let on_way = (a - from).cross(along) / turn * way.hypot();
            let on_edge = (a - from).cross(way) / turn;
            on_way > TOUCH_MM && on_way < way.hypot() && (0.0..=1.0).contains(&on_edge)
        })
    })
}
