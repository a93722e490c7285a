//! Arcs by the circle that they lie on.

use super::intervals::{Covered, Interval};
use kurbo::Point;
use penstock_drawing::{Path, Segment};
use std::collections::HashMap;
use std::f64::consts::TAU;

/// Width of a cell as a multiple of the tolerance: wide cells need few second looks.
const CELL: f64 = 32.0;

/// An arc as its circle, where it starts on it and how far it goes.
#[derive(Clone, Copy)]
struct Round {
    number: u32,
    centre: Point,
    radius_mm: f64,
    /// Angle of its start.
    from: f64,
    /// Angle from its start to its end, with its sign.
    sweep: f64,
}

/// All arcs.
pub(super) struct Circles {
    arcs: Vec<Round>,
    cells: HashMap<[i64; 3], Vec<u32>>,
    tolerance_mm: f64,
}

impl Circles {
    /// Files all arcs.
    pub(super) fn new<'a>(paths: impl Iterator<Item = &'a Path>, tolerance_mm: f64) -> Self {
        let mut arcs = Vec::new();
        let mut number = 0;
        for path in paths {
            for (from, segment) in path.pieces() {
                if let Segment::Arc { to, bulge } = *segment {
                    arcs.extend(round(number, from, to, bulge));
                }
                number += 1;
            }
        }
        let mut this = Self { arcs, cells: HashMap::new(), tolerance_mm };
        for at in 0..this.arcs.len() {
            let cell = this.figures(at).map(|figure| this.cell(figure));
            this.cells.entry(cell).or_default().push(at as u32);
        }
        this
    }

    fn figures(&self, at: usize) -> [f64; 3] {
        let arc = self.arcs[at];
        [arc.centre.x, arc.centre.y, arc.radius_mm]
    }

    fn cell(&self, figure: f64) -> i64 {
        (figure / (CELL * self.tolerance_mm)).floor() as i64
    }

    /// Adds what earlier arcs draw of this one; `kept` says what is left of those that were cut.
    pub(super) fn cover(&self, number: u32, kept: &HashMap<u32, Vec<Interval>>, covered: &mut Covered) {
        let Ok(own) = self.arcs.binary_search_by_key(&number, |arc| arc.number) else { return };
        let arc = self.arcs[own];
        let around = self.figures(own).map(|figure| {
            let (low, high) = (self.cell(figure - self.tolerance_mm), self.cell(figure + self.tolerance_mm));
            low..=high
        });
        for x in around[0].clone() {
            for y in around[1].clone() {
                for radius in around[2].clone() {
                    let here = self.cells.get(&[x, y, radius]).into_iter().flatten();
                    for &other in here.take_while(|&&other| (other as usize) < own) {
                        self.overlaps(&arc, &self.arcs[other as usize], kept, covered);
                    }
                }
            }
        }
    }

    fn overlaps(
        &self,
        arc: &Round,
        other: &Round,
        kept: &HashMap<u32, Vec<Interval>>,
        covered: &mut Covered,
    ) {
        let apart = arc.centre.distance(other.centre) + (arc.radius_mm - other.radius_mm).abs();
        if apart > self.tolerance_mm {
            return;
        }
        let whole = [Interval { start: 0.0, end: 1.0 }];
        for piece in kept.get(&other.number).map_or(&whole[..], Vec::as_slice) {
            let (a, b) = (other.from + piece.start * other.sweep, other.from + piece.end * other.sweep);
            let (low, width) = (a.min(b), (b - a).abs());
            // In the sense in which `arc` runs, the piece begins this far behind its start, ...
            let begin = if arc.sweep > 0.0 { low - arc.from } else { arc.from - (low + width) };
            let begin = begin.rem_euclid(TAU);
            // ... and it may also have begun before the start and reach over it.
            for begin in [begin, begin - TAU] {
                let (start, end) = (begin.max(0.0), (begin + width).min(arc.sweep.abs()));
                if (end - start) * arc.radius_mm > self.tolerance_mm {
                    let sweep = arc.sweep.abs();
                    covered.push(Interval { start: start / sweep, end: end / sweep });
                }
            }
        }
    }
}

/// The circle of an arc; none if it is straight or goes nowhere.
fn round(number: u32, from: Point, to: Point, bulge: f64) -> Option<Round> {
    let chord = to - from;
    let half = chord.hypot() / 2.0;
    if half == 0.0 || bulge == 0.0 {
        return None;
    }
    // Across the chord, away from the arc's middle, so far that the sagitta is `bulge · half`.
    let across = chord.turn_90() * ((1.0 - bulge * bulge) / (4.0 * bulge));
    let centre = from.midpoint(to) + across;
    let radius_mm = half * (1.0 + bulge * bulge) / (2.0 * bulge.abs());
    let sweep = 4.0 * bulge.atan();
    (radius_mm.is_finite()).then(|| Round { number, centre, radius_mm, from: (from - centre).atan2(), sweep })
}
