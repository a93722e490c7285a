//! How long a cut takes, with and without the slow-down in corners and small arcs.
//!
//! The speed along a path is the greatest one that is nowhere above what each piece allows (the straight
//! speed, less on small arcs), at each corner not above the corner's, and that rises and falls by no more
//! than `(straight − Q5) / ramp` a millimetre. Along a ramp the speed `v` is linear in the way, so a
//! stretch of length `x` from `v₀` to `v₁` takes `x · ln(v₁/v₀) / (v₁ − v₀)`.

use super::Corners;
use kurbo::{Point, Vec2};
use penstock_drawing::{Path, Segment};

/// The speeds of one kind of cut.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Feeds {
    /// On long straight lines.
    pub straight_mm_per_min: f64,
    /// Through sharp corners: the speed of quality 5.
    pub corner_mm_per_min: f64,
    /// Of the material: slow-downs reach over shares of it.
    pub thickness_mm: f64,
    /// Where it slows down.
    pub corners: Corners,
}

/// Seconds for one cut, without its pierce.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct CutTime {
    /// At the straight speed throughout.
    pub constant_s: f64,
    /// Slowed down in corners and small arcs.
    pub slowed_s: f64,
}

impl std::ops::Add for CutTime {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { constant_s: self.constant_s + other.constant_s, slowed_s: self.slowed_s + other.slowed_s }
    }
}

/// How one segment of a path is passed. Speeds in mm/min.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Piece {
    /// Its length in mm.
    pub length_mm: f64,
    /// At its start.
    pub from_mm_per_min: f64,
    /// The most that it allows in between; short pieces do not reach it.
    pub most_mm_per_min: f64,
    /// At its end.
    pub to_mm_per_min: f64,
}

/// Seconds for a cut along the path, which holds lines and arcs; curves count as straight between
/// their ends but with their own length.
#[must_use]
pub fn time(path: &Path, feeds: &Feeds) -> CutTime {
    let slope = feeds.slope_per_min();
    let pieces = pieces(path, feeds);
    let constant: f64 = pieces.iter().map(|piece| piece.length_mm).sum::<f64>() / feeds.straight_mm_per_min;
    let slowed: f64 = pieces.iter().map(|piece| piece.minutes(slope)).sum();
    CutTime { constant_s: constant * 60.0, slowed_s: slowed * 60.0 }
}

/// How each segment of the path is passed, in order. A closed path is taken to be cut once around, so that
/// its start is a corner like any other.
#[must_use]
pub fn pieces(path: &Path, feeds: &Feeds) -> Vec<Piece> {
    let mut all: Vec<Ends> = path.pieces().map(|(from, segment)| Ends::new(from, segment)).collect();
    aim_points(&mut all);
    let most: Vec<f64> = all.iter().map(|ends| feeds.on_radius(ends.radius_mm)).collect();
    let slope = feeds.slope_per_min();
    let closed = path.is_closed();
    let count = all.len();
    // Speeds at the joints: joint i lies before piece i, the last one behind all.
    let mut joints: Vec<f64> = (0..=count)
        .map(|at| match (at.checked_sub(1), at < count) {
            (Some(before), true) => feeds.at_corner(all[before].leaves, all[at].enters),
            _ if closed => feeds.at_corner(all[count - 1].leaves, all[0].enters),
            _ => feeds.straight_mm_per_min,
        })
        .collect();
    for at in 0..count {
        joints[at] = joints[at].min(most[at]);
        joints[at + 1] = joints[at + 1].min(most[at]);
    }
    // Around twice: a ramp may reach over the start of a closed path.
    for _ in 0..2 {
        if closed && count > 0 {
            let least = joints[0].min(joints[count]);
            (joints[0], joints[count]) = (least, least);
        }
        for at in 0..count {
            joints[at + 1] = joints[at + 1].min(joints[at] + slope * all[at].length_mm);
        }
        for at in (0..count).rev() {
            joints[at] = joints[at].min(joints[at + 1] + slope * all[at].length_mm);
        }
    }
    let piece = |(at, ends): (usize, &Ends)| Piece {
        length_mm: ends.length_mm,
        from_mm_per_min: joints[at],
        most_mm_per_min: most[at],
        to_mm_per_min: joints[at + 1],
    };
    all.iter().enumerate().map(piece).collect()
}

impl Feeds {
    /// By how many mm/min the speed may change in a millimetre.
    fn slope_per_min(&self) -> f64 {
        let ramp_mm = self.corners.ramp_per_thickness * self.thickness_mm;
        let range = self.straight_mm_per_min - self.corner_mm_per_min;
        if ramp_mm > 0.0 { range / ramp_mm } else { f64::INFINITY }
    }

    fn on_radius(&self, radius_mm: f64) -> f64 {
        let small_mm = self.corners.small_radius_per_thickness * self.thickness_mm;
        if radius_mm >= small_mm {
            return self.straight_mm_per_min;
        }
        let share = (radius_mm / small_mm).powf(self.corners.small_radius_exponent);
        // A point-sized arc would stand still for ever; nothing is cut slower than a sharp corner.
        (self.straight_mm_per_min * share).max(self.corner_mm_per_min.min(self.straight_mm_per_min))
    }

    fn at_corner(&self, leaves: Vec2, enters: Vec2) -> f64 {
        let turn_deg = leaves.cross(enters).atan2(leaves.dot(enters)).to_degrees().abs();
        // What rounding leaves of a smooth joint is no corner.
        let share = if turn_deg < 0.01 { 0.0 } else { (turn_deg / self.corners.full_deg).min(1.0) };
        self.straight_mm_per_min - share * (self.straight_mm_per_min - self.corner_mm_per_min)
    }
}

impl Piece {
    /// Minutes for it.
    fn minutes(&self, slope: f64) -> f64 {
        let Self { length_mm, from_mm_per_min: from, most_mm_per_min: most, to_mm_per_min: to } = *self;
        if length_mm <= 0.0 {
            return 0.0;
        }
        if !slope.is_finite() || slope <= 0.0 {
            return length_mm / most;
        }
        // Where up and down meet, were there no greatest speed.
        let peak = (f64::midpoint(from, to) + slope * length_mm / 2.0).min(most).max(from.max(to));
        let (up_mm, down_mm) = ((peak - from) / slope, (peak - to) / slope);
        let level_mm = (length_mm - up_mm - down_mm).max(0.0);
        ramp_minutes(up_mm, from, peak) + level_mm / peak + ramp_minutes(down_mm, peak, to)
    }
}

/// Minutes for a stretch along which the speed changes evenly with the way.
fn ramp_minutes(length_mm: f64, from: f64, to: f64) -> f64 {
    let change = to - from;
    // ln(to/from)/(to − from) loses its digits where they are alike.
    if change.abs() < 1e-6 * from {
        length_mm / f64::midpoint(from, to)
    } else {
        length_mm * (to / from).ln() / change
    }
}

/// Segments without a length take the direction of the one before, so that the corner between their
/// neighbours stays one.
fn aim_points(all: &mut [Ends]) {
    let aimed = |ends: &&Ends| ends.leaves.hypot2() > 0.0;
    let Some(mut before) = all.iter().rev().find(aimed).map(|ends| ends.leaves) else { return };
    for ends in all {
        if ends.leaves.hypot2() == 0.0 {
            (ends.enters, ends.leaves) = (before, before);
        }
        before = ends.leaves;
    }
}

/// One segment with what corners need to know.
struct Ends {
    length_mm: f64,
    radius_mm: f64,
    enters: Vec2,
    leaves: Vec2,
}

impl Ends {
    fn new(from: Point, segment: &Segment) -> Self {
        let chord = segment.to() - from;
        let straight = Self {
            length_mm: segment.length_mm(from),
            radius_mm: f64::INFINITY,
            enters: chord,
            leaves: chord,
        };
        match *segment {
            Segment::Line { .. } => straight,
            Segment::Arc { bulge, .. } => {
                // The chord makes half the swept angle, two atan of the bulge, with the tangent at each end.
                let half = Vec2::from_angle(2.0 * bulge.atan());
                let turned =
                    |by: Vec2| Vec2::new(chord.x * by.x - chord.y * by.y, chord.x * by.y + chord.y * by.x);
                let flat = bulge.abs() < 1e-12;
                let radius_mm = chord.hypot() * (1.0 + bulge * bulge) / (4.0 * bulge.abs());
                Self {
                    radius_mm: if flat { f64::INFINITY } else { radius_mm },
                    enters: turned(Vec2::new(half.x, -half.y)),
                    leaves: turned(half),
                    ..straight
                }
            }
            Segment::Cubic { c1, c2, to } => {
                let or_chord = |side: Vec2| if side.hypot2() > 0.0 { side } else { chord };
                Self { enters: or_chord(c1 - from), leaves: or_chord(to - c2), ..straight }
            }
        }
    }
}
