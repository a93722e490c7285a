//! Starts from outside of the sheet: nothing to pierce.

use crate::kerf::Lines;
use crate::leads::{Choice, Ground, Leads, choice_at};
use crate::parts::Contour;
use kurbo::{Point, Vec2};
use penstock_drawing::{Path, Segment};

/// The jet starts this far outside of the sheet, measured from the rim of its spot, in mm.
pub(super) const RUN_UP_MM: f64 = 1.0;
/// Places along the line that are tried.
const PLACES: usize = 64;

/// The shortest straight way from outside of the sheet to this line that marks nothing.
pub(super) fn choice(center: &Contour, ground: &Ground, leads: &Leads) -> Option<Choice> {
    let sheet = ground.sheet();
    let out = ground.jet_radius_mm() + RUN_UP_MM;
    let own = Lines::of_contours([center]);
    let length = center.path().length_mm();
    let mut best: Option<(f64, Choice)> = None;
    for (piece, (from, segment)) in center.path().pieces().enumerate() {
        let share = segment.length_mm(from);
        let tries = (share / length * PLACES as f64).ceil().max(1.0) as usize;
        for at in 0..tries {
            let t = (at as f64 + 0.5) / tries as f64;
            let place = segment.point(from, t);
            for start in starts(place, sheet, out) {
                let way = start.distance(place);
                if best.as_ref().is_some_and(|(least, _)| *least <= way) {
                    continue;
                }
                let lead = Path { start, segments: vec![Segment::Line { to: place }] };
                // It must not run along or across its own line on the way.
                let before = place + (start - place).normalize() * 0.05;
                let crosses = own.nearest(before, 0.01).is_some() || crosses_own(&own, start, place);
                if !crosses && ground.is_free(&lead, None, 0.0, out + 1e-6) {
                    best = choice_at(center, piece, t, lead, ground, leads).map(|choice| (way, choice));
                }
            }
        }
    }
    best.map(|(_, choice)| choice)
}

fn starts(place: Point, sheet: kurbo::Rect, out: f64) -> [Point; 4] {
    [
        Point::new(sheet.x0 - out, place.y),
        Point::new(sheet.x1 + out, place.y),
        Point::new(place.x, sheet.y0 - out),
        Point::new(place.x, sheet.y1 + out),
    ]
}

fn crosses_own(own: &Lines, start: Point, place: Point) -> bool {
    let way = place - start;
    let steps = (way.hypot() / 0.2).ceil().max(1.0) as usize;
    // The last step ends on the line itself.
    (0..steps).any(|step| {
        let at: Point = start + way * (step as f64 / steps as f64);
        let left: Vec2 = place - at;
        left.hypot() > 0.3 && own.nearest(at, 0.1).is_some()
    })
}
