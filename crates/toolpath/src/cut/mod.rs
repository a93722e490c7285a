//! Cuts paths at a border and keeps what lies on one side of it.
//!
//! A path is cut where it meets the border, and each piece is kept or dropped by a point of it. Pieces are
//! exact: a piece of an arc is an arc, a piece of a curve is a curve. What runs along the border is kept,
//! since half of its width shows.

mod blades;
#[cfg(test)]
mod tests;

pub(crate) use blades::Disc;

use kurbo::{Point, Rect, Vec2};
use penstock_drawing::{Path, Segment};
use std::ops::Range;

/// A point this close to the border is on it, in mm; shorter pieces are noise of two edges that meet.
const BORDER_MM: f64 = 1e-3;
/// How closely curves are followed by chords to find where they meet a border, in mm. What is found is
/// then moved along the true curve.
const CHORD_MM: f64 = 2e-3;
/// Chords of one curve at most.
const MOST_CHORDS: u32 = 4096;
/// Newton's steps from the chord to the curve; each gains several digits.
const STEPS: usize = 4;

/// Where on a piece it is looked at: an arc may touch the border in its middle, but hardly in all of these.
const PROBES: [f64; 4] = [0.5, 0.29, 0.83, 0.07];

/// Which pieces stay.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Keep {
    Inside,
    Outside,
}

/// The part of a border that was met.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Border {
    /// A straight line through a point.
    Line {
        at: Point,
        along: Vec2,
    },
    Circle {
        center: Point,
        radius: f64,
    },
}

impl Border {
    /// Zero on the border, growing evenly away from it; in mm.
    fn offset(&self, point: Point) -> f64 {
        match *self {
            Self::Line { at, along } => along.cross(point - at) / along.hypot(),
            Self::Circle { center, radius } => point.distance(center) - radius,
        }
    }
}

/// What paths are cut with.
pub(crate) trait Blade {
    /// Everything inside is in here.
    fn bounds(&self) -> Rect;
    /// The whole box is inside, as far as can be told without looking closer.
    fn surely_holds(&self, bounds: Rect) -> bool;
    /// Adds where, from 0 to 1, the straight way from `a` to `b` meets the border.
    fn meets(&self, a: Point, b: Point, found: &mut Vec<(f64, Border)>);
    /// Inside; on the border either answer is right.
    fn holds(&self, point: Point) -> bool;
    /// Within `slack_mm` of the border.
    fn is_on_border(&self, point: Point, slack_mm: f64) -> bool;
}

/// Adds to `out` what stays of a path, in its order.
pub(crate) fn cut(path: Path, blade: &dyn Blade, keep: Keep, out: &mut Vec<Path>) {
    // A path that is no drawing has no place to be kept.
    let Some(bounds) = path.bounds() else { return };
    let there = blade.bounds().inflate(BORDER_MM, BORDER_MM);
    let apart = bounds.x1 < there.x0 || bounds.x0 > there.x1 || bounds.y1 < there.y0 || bounds.y0 > there.y1;
    if apart || blade.surely_holds(bounds) {
        if apart == (keep == Keep::Outside) {
            out.push(path);
        }
        return;
    }
    let first = out.len();
    let mut cutter = Cutter { blade, keep, open: None, stays: None, out };
    if path.segments.is_empty() {
        if cutter.keeps([path.start]) {
            out.push(path);
        }
        return;
    }
    let mut cuts = Vec::new();
    for (from, segment) in path.pieces() {
        cutter.segment(from, segment, &mut cuts);
    }
    cutter.end_piece();
    join_over_start(out, first, &path);
}

/// A closed path that is kept where it starts comes back as one stroke over its start, not two.
fn join_over_start(out: &mut Vec<Path>, first: usize, path: &Path) {
    let meets = out.len() > first + 1
        && path.is_closed()
        && out[first].start == path.start
        && out[out.len() - 1].end() == path.start;
    if meets && let Some(mut last) = out.pop() {
        last.segments.append(&mut out[first].segments);
        out[first] = last;
    }
}

struct Cutter<'a> {
    blade: &'a dyn Blade,
    keep: Keep,
    open: Option<Path>,
    /// Known from the piece before, while no border was met.
    stays: Option<bool>,
    out: &'a mut Vec<Path>,
}

impl Cutter<'_> {
    /// By the first of these points that is off the border; what has none runs along it.
    fn keeps(&self, points: impl IntoIterator<Item = Point>) -> bool {
        let off_border = points.into_iter().find(|&point| !self.blade.is_on_border(point, BORDER_MM));
        off_border.is_none_or(|point| self.blade.holds(point) == (self.keep == Keep::Inside))
    }

    fn segment(&mut self, from: Point, segment: &Segment, cuts: &mut Vec<f64>) {
        find_cuts(from, segment, self.blade, cuts);
        if cuts.is_empty() {
            self.piece(from, segment, 0.0, 1.0);
            return;
        }
        let shortest = BORDER_MM / segment.length_mm(from);
        let mut start = 0.0;
        for &cut in cuts.iter().chain([&1.0]) {
            if cut - start > shortest || (cut == 1.0 && cut > start) {
                self.stays = None;
                self.piece(from, segment, start, cut);
                start = cut;
            }
        }
        self.stays = None;
    }

    fn piece(&mut self, from: Point, segment: &Segment, start: f64, end: f64) {
        let stays = match self.stays {
            Some(known) => known,
            None => self.keeps(PROBES.map(|share| segment.point(from, start + share * (end - start)))),
        };
        self.stays = Some(stays);
        if !stays {
            self.end_piece();
            return;
        }
        let whole = start == 0.0 && end == 1.0;
        let (begin, piece) = if whole { (from, *segment) } else { segment.piece(from, start..end) };
        self.open.get_or_insert_with(|| Path { start: begin, segments: Vec::new() }).segments.push(piece);
    }

    fn end_piece(&mut self) {
        self.out.extend(self.open.take());
    }
}

/// Replaces `cuts` with the parameters at which a segment meets the border, in order.
fn find_cuts(from: Point, segment: &Segment, blade: &dyn Blade, cuts: &mut Vec<f64>) {
    cuts.clear();
    let chords = chords(from, segment);
    let mut found = Vec::new();
    let mut a = from;
    for chord in 0..chords {
        let (t0, t1) = (f64::from(chord) / f64::from(chords), f64::from(chord + 1) / f64::from(chords));
        let b = segment.point(from, t1);
        found.clear();
        blade.meets(a, b, &mut found);
        for &(u, border) in &found {
            let t = t0 + (t1 - t0) * u;
            let curved = !matches!(segment, Segment::Line { .. });
            let slope = (border.offset(b) - border.offset(a)) / (t1 - t0);
            let t = if curved { onto_curve(from, segment, border, t, t0..t1, slope) } else { t };
            cuts.push(t.clamp(0.0, 1.0));
        }
        a = b;
    }
    cuts.sort_unstable_by(f64::total_cmp);
}

/// Newton's method with the slope of the chord, which is all but that of the curve.
fn onto_curve(
    from: Point,
    segment: &Segment,
    border: Border,
    guess: f64,
    chord: Range<f64>,
    slope: f64,
) -> f64 {
    let mut t = guess;
    for _ in 0..STEPS {
        t -= border.offset(segment.point(from, t)) / slope;
        // A chord that runs almost along the border leads nowhere: the guess is as good as any point of it.
        if !chord.contains(&t) {
            return guess;
        }
    }
    t
}

/// How many chords of equal parameter follow a segment within [`CHORD_MM`]: by the sagitta of an arc, and
/// by the second difference of a curve, of which a chord strays `max|B″| / (8·n²)` at most.
fn chords(from: Point, segment: &Segment) -> u32 {
    let count = match *segment {
        Segment::Line { .. } => 1.0,
        Segment::Arc { to, bulge } => {
            let radius = from.distance(to) * (1.0 + bulge * bulge) / (4.0 * bulge.abs());
            let step = 2.0 * (1.0 - CHORD_MM / radius).clamp(-1.0, 1.0).acos();
            (4.0 * bulge.atan()).abs() / step
        }
        Segment::Cubic { c1, c2, to } => {
            let first = (from - c1) + (c2 - c1);
            let second = (c1 - c2) + (to - c2);
            (6.0 * first.hypot().max(second.hypot()) / (8.0 * CHORD_MM)).sqrt()
        }
    };
    // NaN becomes 0: an arc without a bulge is a straight line.
    (count.ceil() as u32).clamp(1, MOST_CHORDS)
}
